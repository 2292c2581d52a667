#pragma once

#include "api/scoped_refptr.h"
#include "api/task_queue/task_queue_factory.h"
#include "modules/audio_device/include/audio_device.h"

namespace devices {

/**
 * The sound devices of this machine; null where its sound system does not work. To be made, used and
 * let go of on one thread. Defined in linux/ and win/.
 */
rtc::scoped_refptr<webrtc::AudioDeviceModule> createPlatformAudio(webrtc::TaskQueueFactory* queues);

}  // namespace devices
