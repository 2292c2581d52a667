#pragma once

#include <string>

#include "api/environment/environment.h"
#include "devices/audio_device.h"
#include "devices/audio_endpoints.h"
#include "modules/audio_device/include/audio_device.h"

namespace devices {

/** One sound system of this machine, as createPlatformAudio() describes it; null where it cannot be had. */
AudioDevice createAudioLayer(const webrtc::Environment& env,
                             webrtc::AudioDeviceModule::AudioLayer layer,
                             const AudioDevice& silent);

/**
 * What `audio`, which createAudioLayer() made, plays to or records from from now on, in every call;
 * the default device while there is none with this id, or the id is empty. libwebrtc chooses the
 * default device anew whenever its first connection is made.
 */
void chooseEndpoint(webrtc::AudioDeviceModule& audio, AudioDirection direction,
                    const std::string& id);

}  // namespace devices
