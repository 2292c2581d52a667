#pragma once

#include "api/environment/environment.h"
#include "devices/audio_device.h"
#include "modules/audio_device/include/audio_device.h"

namespace devices {

/** One sound system of this machine, as createPlatformAudio() describes it; null where it cannot be had. */
AudioDevice createAudioLayer(const webrtc::Environment& env,
                             webrtc::AudioDeviceModule::AudioLayer layer,
                             const AudioDevice& silent);

}  // namespace devices
