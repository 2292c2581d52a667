#include "devices/audio_device.h"

#include "devices/device_lists.h"

namespace devices {

// Debian's libtgowt is built without the PulseAudio and ALSA modules: a dummy is all it has.
bool hasPlatformAudio() {
  return false;
}

AudioDevice createPlatformAudio(webrtc::TaskQueueFactory* /*queues*/,
                                const AudioDevice& /*silent*/) {
  return nullptr;
}

}  // namespace devices
