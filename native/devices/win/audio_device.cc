#include "devices/audio_device.h"

#include "api/make_ref_counted.h"
#include "devices/device_lists.h"
#include "modules/audio_device/audio_device_impl.h"

namespace devices {
namespace {

/** libwebrtc's WASAPI module. */
class WindowsAudio : public webrtc::AudioDeviceModuleImpl {
 public:
  using AudioDeviceModuleImpl::AudioDeviceModuleImpl;

  /**
   * The echo canceller of Windows, which libwebrtc would prefer to its own, records at 16 kHz and
   * only while something is played.
   */
  bool BuiltInAECIsAvailable() const override { return false; }
};

}  // namespace

bool hasPlatformAudio() {
  return true;
}

rtc::scoped_refptr<webrtc::AudioDeviceModule> createPlatformAudio(
    webrtc::TaskQueueFactory* queues) {
  auto audio =
      rtc::make_ref_counted<WindowsAudio>(webrtc::AudioDeviceModule::kPlatformDefaultAudio, queues);
  // As AudioDeviceModule::Create does it.
  if (audio->CheckPlatform() != 0 || audio->CreatePlatformSpecificObjects() != 0 ||
      audio->AttachAudioBuffer() != 0) {
    return nullptr;
  }
  return audio;
}

}  // namespace devices
