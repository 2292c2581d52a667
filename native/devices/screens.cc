#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "devices/device_lists.h"
#include "devices/screen_grabber.h"
#include "platform/thread_name.h"

namespace devices {
namespace {

/** How long a window system that is stopped is waited for. Node's thread pool, and with it
 * `process.exit()`, waits as long. */
constexpr std::chrono::seconds kPatience{2};

webrtc::DesktopCapturer::SourceList sources() {
  webrtc::DesktopCapturer::SourceList list;
  const auto lock = Desktop::exclusive();
  const auto desktop = Desktop::connect();
  if (!desktop) return list;
  const auto capturer = desktop->createScreenCapturer();
  if (!capturer || !capturer->GetSourceList(&list)) list.clear();
  return list;
}

std::vector<ScreenInfo> list() {
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

/** Shared with a thread that may outlive who waits for it. */
struct Answer {
  std::mutex mutex;
  std::condition_variable changed;
  bool given = false;
  std::vector<ScreenInfo> screens;
};

}  // namespace

std::vector<ScreenInfo> listScreens() {
  const auto answer = std::make_shared<Answer>();
  std::thread thread([answer] {
    platform::nameThread("screen-list");
    auto screens = list();
    const std::lock_guard lock(answer->mutex);
    answer->screens = std::move(screens);
    answer->given = true;
    answer->changed.notify_all();
  });
  std::unique_lock lock(answer->mutex);
  const bool inTime = answer->changed.wait_for(lock, kPatience, [&] { return answer->given; });
  lock.unlock();
  if (inTime) {
    thread.join();
    return std::move(answer->screens);
  }
  thread.detach();
  throw std::runtime_error("listScreens: the window system does not answer");
}

}  // namespace devices
