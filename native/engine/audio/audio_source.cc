#include "engine/audio/audio_source.h"

#include "engine/core/limits.h"

namespace engine {

void AudioSource::deliver(const std::vector<int16_t>& samples) {
  // Held during the calls, so that a sink that was removed is not called any more.
  std::lock_guard lock(mutex_);
  for (auto* sink : sinks_) {
    sink->OnData(samples.data(), 16, kAudioSampleRate, channels_, samples.size() / channels_,
                 std::nullopt);
  }
}

void AudioSource::AddSink(webrtc::AudioTrackSinkInterface* sink) {
  std::lock_guard lock(mutex_);
  sinks_.push_back(sink);
}

void AudioSource::RemoveSink(webrtc::AudioTrackSinkInterface* sink) {
  std::lock_guard lock(mutex_);
  std::erase(sinks_, sink);
}

// NOLINTNEXTLINE(readability-const-return-type): as libwebrtc declares it.
const webrtc::AudioOptions AudioSource::options() const {
  // What is pushed is what is to be heard: no processing meant for microphones.
  webrtc::AudioOptions options;
  options.echo_cancellation = false;
  options.auto_gain_control = false;
  options.noise_suppression = false;
  options.highpass_filter = false;
  return options;
}

}  // namespace engine
