#include "engine/audio/audio_sink.h"

#include <utility>

#include "common_audio/resampler/include/push_resampler.h"
#include "engine/core/limits.h"
#include "engine/core/track_ref.h"

namespace engine {
namespace {

constexpr int kSampleRate = 48000;

class AudioReceiver : public Receiver<AudioChunk>, public webrtc::AudioTrackSinkInterface {
 public:
  explicit AudioReceiver(std::function<void()> wake)
      : Receiver(kMaxAudioChunksQueued, std::move(wake)) {}

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
    const auto* const samples = static_cast<const int16_t*>(data);
    AudioChunk chunk{{}, kSampleRate, static_cast<int>(channels)};
    if (sampleRate == kSampleRate) {
      chunk.samples.assign(samples, samples + frames * channels);
    } else {
      // What is decoded before the first packet, or by a codec other than Opus.
      chunk.samples.resize(channels * kSampleRate / 100);
      resampler_.Resample(
          webrtc::InterleavedView<const int16_t>(samples, frames, channels),
          webrtc::InterleavedView<int16_t>(chunk.samples.data(), kSampleRate / 100, channels));
    }
    inbox.put(std::move(chunk));
  }

 private:
  /** On the signaling thread. */
  webrtc::scoped_refptr<webrtc::AudioTrackInterface> track_;
  webrtc::PushResampler<int16_t> resampler_;
};

}  // namespace

AudioSink::AudioSink(const Track& track, std::function<void()> wake)
    : Sink(track, std::make_shared<AudioReceiver>(std::move(wake))) {
}

}  // namespace engine
