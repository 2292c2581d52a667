#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>

#include "engine/core/media_clock.h"
#include "modules/audio_device/include/audio_device.h"
#include "modules/audio_device/include/audio_device_default.h"

namespace engine {

/**
 * An audio device for machines without a sound card. It plays into nowhere: every 10 ms it pulls
 * the mix, which is what makes remote audio decode and reach the audio sinks. It never records:
 * audio to send is pushed per track, and libwebrtc aborts when a recording device and pushed
 * sources run together.
 */
class VirtualAudioDevice
    : public webrtc::webrtc_impl::AudioDeviceModuleDefault<webrtc::AudioDeviceModule> {
 public:
  explicit VirtualAudioDevice(MediaClock& clock);
  ~VirtualAudioDevice() override;

  int32_t RegisterAudioCallback(webrtc::AudioTransport* transport) override;
  int32_t InitPlayout() override;
  bool PlayoutIsInitialized() const override;
  int32_t StartPlayout() override;
  int32_t StopPlayout() override;
  bool Playing() const override;

 private:
  static constexpr int kSampleRate = 48000;
  static constexpr size_t kChannels = 2;
  static constexpr size_t kFrames = kSampleRate / 100;

  void pull();

  MediaClock& clock_;
  mutable std::mutex mutex_;
  webrtc::AudioTransport* transport_ = nullptr;
  bool initialized_ = false;
  std::array<int16_t, kFrames * kChannels> buffer_{};
  // Last, so that it stops before anything that it uses goes.
  std::optional<Ticker> ticker_;
};

}  // namespace engine
