#include <array>
#include <memory>

#include "devices/device_lists.h"
#include "modules/video_capture/video_capture_factory.h"

namespace devices {

std::vector<DeviceInfo> listCameras() {
  std::vector<DeviceInfo> cameras;
  const std::unique_ptr<webrtc::VideoCaptureModule::DeviceInfo> info(
      webrtc::VideoCaptureFactory::CreateDeviceInfo());
  if (!info) return cameras;
  const uint32_t count = info->NumberOfDevices();
  for (uint32_t index = 0; index < count; ++index) {
    std::array<char, webrtc::kVideoCaptureDeviceNameLength> name{};
    std::array<char, webrtc::kVideoCaptureUniqueNameLength> id{};
    // A camera may be unplugged between the two calls.
    if (info->GetDeviceName(index, name.data(), name.size(), id.data(), id.size()) != 0) continue;
    cameras.push_back({id.data(), name.data()});
  }
  return cameras;
}

}  // namespace devices
