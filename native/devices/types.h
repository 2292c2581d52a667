#pragma once

#include <string>

/** What there is on this machine, as plain data. The words are those of binding.d.ts. */
namespace devices {

struct DeviceInfo {
  /** Stays the same while the device is plugged in. */
  std::string id;
  std::string name;
};

struct ScreenInfo {
  DeviceInfo device;
  /** Pixels. */
  int width = 0;
  int height = 0;
};

}  // namespace devices
