#include "devices/audio_device.h"

#include "devices/platform_audio.h"

namespace devices {

// PulseAudio, whose protocol PipeWire speaks too, and ALSA where there is no such server. The libraries of both are loaded
// now, if they are there.
AudioDevice createPlatformAudio(const webrtc::Environment& env, const AudioDevice& silent) {
  using webrtc::AudioDeviceModule;
  for (const auto layer :
       {AudioDeviceModule::kLinuxPulseAudio, AudioDeviceModule::kLinuxAlsaAudio}) {
    auto audio = createAudioLayer(env, layer, silent);
    if (audio && audio->Init() == 0) return audio;
  }
  return nullptr;
}

}  // namespace devices
