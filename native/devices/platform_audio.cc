#include "devices/platform_audio.h"

#include <utility>

#include "api/make_ref_counted.h"
#include "modules/audio_device/audio_device_impl.h"

namespace devices {
namespace {

using webrtc::AudioDeviceModuleImpl;

/** libwebrtc's module for a sound system, which goes on where there is no device to play to or to record from. */
class PlatformAudio : public AudioDeviceModuleImpl {
 public:
  PlatformAudio(const webrtc::Environment& env, AudioLayer layer, AudioDevice silent)
      : AudioDeviceModuleImpl(env, layer), silent_(std::move(silent)) {}

  int32_t RegisterAudioCallback(webrtc::AudioTransport* transport) override {
    silent_->RegisterAudioCallback(transport);
    return AudioDeviceModuleImpl::RegisterAudioCallback(transport);
  }

  int32_t SetPlayoutDevice(uint16_t index) override {
    return AudioDeviceModuleImpl::SetPlayoutDevice(
        endpointIndex(*this, AudioDirection::kPlayout, loudspeaker).value_or(index));
  }
  int32_t SetPlayoutDevice(WindowsDeviceType type) override {
    const auto index = endpointIndex(*this, AudioDirection::kPlayout, loudspeaker);
    return index ? AudioDeviceModuleImpl::SetPlayoutDevice(*index)
                 : AudioDeviceModuleImpl::SetPlayoutDevice(type);
  }
  int32_t SetRecordingDevice(uint16_t index) override {
    return AudioDeviceModuleImpl::SetRecordingDevice(
        endpointIndex(*this, AudioDirection::kRecording, microphone).value_or(index));
  }
  int32_t SetRecordingDevice(WindowsDeviceType type) override {
    const auto index = endpointIndex(*this, AudioDirection::kRecording, microphone);
    return index ? AudioDeviceModuleImpl::SetRecordingDevice(*index)
                 : AudioDeviceModuleImpl::SetRecordingDevice(type);
  }

  int32_t InitPlayout() override {
    return AudioDeviceModuleImpl::InitPlayout() == 0 ? 0 : silent_->InitPlayout();
  }
  bool PlayoutIsInitialized() const override {
    return silent_->PlayoutIsInitialized() || AudioDeviceModuleImpl::PlayoutIsInitialized();
  }
  int32_t StartPlayout() override {
    return silent_->PlayoutIsInitialized() ? silent_->StartPlayout()
                                           : AudioDeviceModuleImpl::StartPlayout();
  }
  int32_t StopPlayout() override {
    silent_->StopPlayout();
    return AudioDeviceModuleImpl::StopPlayout();
  }
  bool Playing() const override { return silent_->Playing() || AudioDeviceModuleImpl::Playing(); }

  int32_t InitRecording() override {
    // Deaf until it is stopped: asked again, the base would take this for a device that is ready.
    deaf_ = deaf_ || AudioDeviceModuleImpl::InitRecording() != 0;
    return 0;
  }
  bool RecordingIsInitialized() const override {
    return deaf_ || AudioDeviceModuleImpl::RecordingIsInitialized();
  }
  int32_t StartRecording() override { return deaf_ ? 0 : AudioDeviceModuleImpl::StartRecording(); }
  int32_t StopRecording() override {
    deaf_ = false;
    return AudioDeviceModuleImpl::StopRecording();
  }
  bool Recording() const override { return deaf_ || AudioDeviceModuleImpl::Recording(); }

  /**
   * The echo canceller of Windows, which libwebrtc would prefer to its own, records at 16 kHz and
   * only while something is played.
   */
  bool BuiltInAECIsAvailable() const override { return false; }

  /** Ids of what was chosen, see chooseEndpoint(). */
  std::string loudspeaker;
  std::string microphone;

 private:
  const AudioDevice silent_;
  /** Recording was asked for, and there is nothing to record from: a microphone may be chosen later. */
  bool deaf_ = false;
};

}  // namespace

AudioDevice createAudioLayer(const webrtc::Environment& env,
                             webrtc::AudioDeviceModule::AudioLayer layer,
                             const AudioDevice& silent) {
  auto audio = webrtc::make_ref_counted<PlatformAudio>(env, layer, silent);
  // As AudioDeviceModuleImpl::Create does it.
  if (audio->CheckPlatform() != 0 || audio->CreatePlatformSpecificObjects(env) != 0 ||
      audio->AttachAudioBuffer() != 0) {
    return nullptr;
  }
  return audio;
}

void chooseEndpoint(webrtc::AudioDeviceModule& audio, AudioDirection direction,
                    const std::string& id) {
  auto& platform = static_cast<PlatformAudio&>(audio);
  (direction == AudioDirection::kRecording ? platform.microphone : platform.loudspeaker) = id;
}

}  // namespace devices
