#include "engine/audio/virtual_audio_device.h"

namespace engine {

using namespace std::chrono_literals;

VirtualAudioDevice::VirtualAudioDevice(MediaClock& clock) : clock_(clock) {
}

VirtualAudioDevice::~VirtualAudioDevice() = default;

int32_t VirtualAudioDevice::RegisterAudioCallback(webrtc::AudioTransport* transport) {
  std::lock_guard lock(mutex_);
  transport_ = transport;
  return 0;
}

int32_t VirtualAudioDevice::InitPlayout() {
  initialized_ = true;
  return 0;
}

bool VirtualAudioDevice::PlayoutIsInitialized() const {
  return initialized_;
}

int32_t VirtualAudioDevice::StartPlayout() {
  if (!ticker_) ticker_.emplace(clock_, 10ms, [this] { pull(); });
  return 0;
}

int32_t VirtualAudioDevice::StopPlayout() {
  ticker_.reset();
  initialized_ = false;
  return 0;
}

bool VirtualAudioDevice::Playing() const {
  return ticker_.has_value();
}

void VirtualAudioDevice::pull() {
  std::lock_guard lock(mutex_);
  if (transport_ == nullptr) return;
  size_t framesOut = 0;
  int64_t elapsedMs = 0;
  int64_t ntpMs = 0;
  transport_->NeedMorePlayData(kFrames, sizeof(int16_t) * kChannels, kChannels, kSampleRate,
                               buffer_.data(), framesOut, &elapsedMs, &ntpMs);
}

}  // namespace engine
