#pragma once

#include "api/environment/environment.h"
#include "api/scoped_refptr.h"
#include "modules/audio_device/include/audio_device.h"

namespace devices {

using AudioDevice = webrtc::scoped_refptr<webrtc::AudioDeviceModule>;

/**
 * The sound devices of this machine; null where its sound system does not work. While there is no
 * loudspeaker, or none that works, `silent` plays: without anybody who plays, what is received would
 * not be decoded. To be made, used and let go of on one thread. Defined in linux/ and win/.
 */
AudioDevice createPlatformAudio(const webrtc::Environment& env, const AudioDevice& silent);

}  // namespace devices
