#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "api/media_stream_interface.h"
#include "api/notifier.h"

namespace engine {

/** Where PCM enters libwebrtc: its owner calls `deliver` every 10 ms, on one thread. */
class AudioSource : public webrtc::Notifier<webrtc::AudioSourceInterface> {
 public:
  explicit AudioSource(int channels) : channels_(channels) {}

  /** `samples` holds 10 ms at 48 kHz. */
  void deliver(const std::vector<int16_t>& samples);

  void AddSink(webrtc::AudioTrackSinkInterface* sink) override;
  void RemoveSink(webrtc::AudioTrackSinkInterface* sink) override;
  const webrtc::AudioOptions options() const override;
  SourceState state() const override { return kLive; }
  bool remote() const override { return false; }

 private:
  const int channels_;
  std::mutex mutex_;
  std::vector<webrtc::AudioTrackSinkInterface*> sinks_;
};

}  // namespace engine
