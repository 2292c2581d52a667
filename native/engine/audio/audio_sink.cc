#include "engine/audio/audio_sink.h"

#include <utility>

#include "common_audio/resampler/include/push_resampler.h"
#include "engine/core/inbox.h"
#include "engine/core/limits.h"
#include "engine/core/track_ref.h"

namespace engine {
namespace {

constexpr int kSampleRate = 48000;

}  // namespace

class AudioSink::Impl : public webrtc::AudioTrackSinkInterface {
 public:
  explicit Impl(std::function<void()> wake) : inbox(kMaxAudioChunksInFlight, std::move(wake)) {}

  void OnData(const void* data, int bitsPerSample, int sampleRate, size_t channels,
              size_t frames) override {
    if (bitsPerSample != 16 || channels == 0) return;
    const auto* const samples = static_cast<const int16_t*>(data);
    AudioChunk chunk{{}, kSampleRate, static_cast<int>(channels)};
    if (sampleRate == kSampleRate) {
      chunk.samples.assign(samples, samples + frames * channels);
    } else {
      // What is decoded before the first packet, or by a codec other than Opus.
      chunk.samples.resize(channels * kSampleRate / 100);
      resampler_.InitializeIfNeeded(sampleRate, kSampleRate, channels);
      resampler_.Resample(samples, frames * channels, chunk.samples.data(), chunk.samples.size());
    }
    inbox.put(std::move(chunk));
  }

  Inbox<AudioChunk> inbox;
  /** On the signaling thread. */
  rtc::scoped_refptr<webrtc::AudioTrackInterface> track;

 private:
  webrtc::PushResampler<int16_t> resampler_;
};

AudioSink::AudioSink(const Track& track, std::function<void()> wake)
    : engine_(track.engine()), impl_(std::make_shared<Impl>(std::move(wake))) {
  engine_->post([impl = impl_, ref = track.ref()] {
    if (!ref->track) return;
    impl->track = rtc::scoped_refptr<webrtc::AudioTrackInterface>(ref->audio());
    impl->track->AddSink(impl.get());
  });
}

AudioSink::~AudioSink() {
  close();
}

std::optional<AudioChunk> AudioSink::take() {
  return impl_->inbox.take();
}

SinkStats AudioSink::stats() const {
  return impl_->inbox.stats();
}

void AudioSink::close() {
  if (!engine_) return;
  impl_->inbox.close();
  engine_->post([impl = impl_] {
    if (impl->track) impl->track->RemoveSink(impl.get());
    impl->track = nullptr;
  });
  engine_.reset();
}

}  // namespace engine
