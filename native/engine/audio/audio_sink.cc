#include "engine/audio/audio_sink.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common_audio/resampler/include/push_resampler.h"
#include "engine/audio/audio_shaper.h"
#include "engine/core/limits.h"
#include "engine/core/track_ref.h"
#include "rtc_base/time_utils.h"

namespace engine {
namespace {

std::size_t queuedFor(const AudioFormat& format) {
  return std::max(kMinAudioChunksQueued,
                  kAudioQueuedMs / format.durationMs.value_or(kAudioChunkMs));
}

class AudioReceiver : public Receiver<AudioChunk>, public webrtc::AudioTrackSinkInterface {
 public:
  AudioReceiver(const AudioFormat& format, std::function<void()> wake)
      : Receiver(queuedFor(format), std::move(wake)), shaper_(format) {}

  void attach(const TrackRef& ref) override {
    track_ = webrtc::scoped_refptr<webrtc::AudioTrackInterface>(ref.audio());
    track_->AddSink(this);
  }

  void detach() override {
    if (track_) track_->RemoveSink(this);
    track_ = nullptr;
  }

  void OnData(const void* data, int bitsPerSample, int sampleRate, size_t channels,
              size_t frames) override {
    if (bitsPerSample != 16 || channels == 0) return;
    const auto* samples = static_cast<const int16_t*>(data);
    if (sampleRate != kAudioSampleRate) {
      // What is decoded before the first packet, or by a codec other than Opus.
      constexpr std::size_t kFrames = kAudioSampleRate / 100;
      resampled_.resize(kFrames * channels);
      resampler_.Resample(webrtc::InterleavedView<const int16_t>(samples, frames, channels),
                          webrtc::InterleavedView<int16_t>(resampled_.data(), kFrames, channels));
      samples = resampled_.data();
      frames = kFrames;
    }
    shaper_.put({samples, frames * channels}, static_cast<int>(channels), webrtc::TimeMicros(),
                [this](AudioChunk chunk) { inbox.put(std::move(chunk)); });
  }

 private:
  /** On the signaling thread. */
  webrtc::scoped_refptr<webrtc::AudioTrackInterface> track_;
  webrtc::PushResampler<int16_t> resampler_;
  std::vector<int16_t> resampled_;
  AudioShaper shaper_;
};

}  // namespace

AudioSink::AudioSink(const Track& track, const AudioFormat& format, std::function<void()> wake)
    : Sink(track, std::make_shared<AudioReceiver>(format, std::move(wake))) {
}

}  // namespace engine
