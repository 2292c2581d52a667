#include "devices/desktop.h"

#include "modules/desktop_capture/linux/x11/screen_capturer_x11.h"
#include "platform/linux/desktop_libraries.h"

// Last, because Xlib.h defines words such as None and Status.
#include <X11/Xlib.h>

#include <atomic>

namespace devices {
namespace {

/**
 * Xlib ends the process when the server reports an error or goes away, unless told otherwise. An
 * error leaves the grab that made it without a frame, which is noticed there; a display of somebody
 * else in this process still ends it by its own exit handler.
 */
void keepProcessAlive() {
  XSetErrorHandler([](Display* /*display*/, XErrorEvent* /*error*/) { return 0; });
  XSetIOErrorHandler([](Display* /*display*/) { return 0; });
}

class X11Desktop : public Desktop {
 public:
  explicit X11Desktop(webrtc::scoped_refptr<webrtc::SharedXDisplay> display) {
    XSetIOErrorExitHandler(
        display->display(),
        [](Display* /*display*/, void* self) { static_cast<X11Desktop*>(self)->lost_ = true; },
        this);
    options_.set_x_display(std::move(display));
  }

  // Not DesktopCapturer's factory, which also knows PipeWire.
  std::unique_ptr<webrtc::DesktopCapturer> createScreenCapturer() const override {
    return webrtc::ScreenCapturerX11::CreateRawScreenCapturer(options_);
  }
  const webrtc::DesktopCaptureOptions& options() const override { return options_; }
  bool lost() const override { return lost_; }

 private:
  // First, because closing the display, which is the last thing that `options_` does, may call its exit handler.
  std::atomic<bool> lost_ = false;
  webrtc::DesktopCaptureOptions options_;
};

}  // namespace

std::unique_ptr<Desktop> Desktop::connect() {
  if (loadDesktopLibraries() == 0) return nullptr;
  static std::once_flag once;
  std::call_once(once, keepProcessAlive);
  auto display = webrtc::SharedXDisplay::CreateDefault();
  if (!display) return nullptr;
  return std::make_unique<X11Desktop>(std::move(display));
}

// libwebrtc's XErrorTrap replaces the error handler of the whole process for a moment, and aborts
// when an error of another display comes in meanwhile.
std::unique_lock<std::mutex> Desktop::exclusive() {
  static auto* const mutex = new std::mutex;
  return std::unique_lock(*mutex);
}

}  // namespace devices
