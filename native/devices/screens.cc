#include <utility>

#include "devices/device_lists.h"
#include "devices/screen_grabber.h"

namespace devices {
namespace {

webrtc::DesktopCapturer::SourceList sources() {
  webrtc::DesktopCapturer::SourceList list;
  const auto lock = Desktop::exclusive();
  const auto desktop = Desktop::connect();
  if (!desktop) return list;
  const auto capturer = desktop->createScreenCapturer();
  if (!capturer || !capturer->GetSourceList(&list)) list.clear();
  return list;
}

}  // namespace

std::vector<ScreenInfo> listScreens() {
  std::vector<ScreenInfo> screens;
  for (const auto& source : sources()) {
    ScreenInfo screen;
    screen.device.id = toScreenId(source.id);
    screen.device.name =
        source.title.empty() ? "Screen " + std::to_string(screens.size() + 1) : source.title;
    // Neither system's list has the size; a frame has.
    const auto grabber = ScreenGrabber::open({screen.device.id, false});
    if (!grabber || grabber->grab() != ScreenGrabber::Outcome::kFrame) continue;
    screen.width = grabber->frame().size().width();
    screen.height = grabber->frame().size().height();
    screens.push_back(std::move(screen));
  }
  return screens;
}

}  // namespace devices
