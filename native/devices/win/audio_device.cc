#include "devices/audio_device.h"

#include "devices/platform_audio.h"

namespace devices {

// WASAPI.
AudioDevice createPlatformAudio(const webrtc::Environment& env, const AudioDevice& silent) {
  return createAudioLayer(env, webrtc::AudioDeviceModule::kPlatformDefaultAudio, silent);
}

}  // namespace devices
