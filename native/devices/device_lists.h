#pragma once

#include <vector>

#include "devices/types.h"

/** What there is on this machine. Each call asks the system and blocks for milliseconds; an empty
 * list is an answer, not a failure. */
namespace devices {

/** DirectShow, Video4Linux. */
std::vector<DeviceInfo> listCameras();

/** The sound devices that an engine with AudioBackend::kPlatform can use. */
std::vector<DeviceInfo> listMicrophones();
std::vector<DeviceInfo> listSpeakers();

/** None where there is no window system. */
std::vector<ScreenInfo> listScreens();

}  // namespace devices
