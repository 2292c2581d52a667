#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "modules/audio_device/include/audio_device.h"

namespace devices {

enum class AudioDirection { kRecording, kPlayout };

/**
 * Records from, or plays to, another endpoint, at once if that is going on. False if there is none
 * with this id, or if it does not work. For the module's thread. Calls that come later keep to it.
 */
bool selectAudioEndpoint(webrtc::AudioDeviceModule& audio, AudioDirection direction,
                         const std::string& id);

/** Where the module lists this endpoint, if it does. For the module's thread. */
std::optional<uint16_t> endpointIndex(webrtc::AudioDeviceModule& audio, AudioDirection direction,
                                      const std::string& id);

}  // namespace devices
