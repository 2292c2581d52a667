#include "devices/desktop.h"

namespace devices {
namespace {

class WindowsDesktop : public Desktop {
 public:
  WindowsDesktop() : options_(webrtc::DesktopCaptureOptions::CreateDefault()) {
    // DXGI where there is a GPU for it; libwebrtc falls back to GDI by itself.
    options_.set_allow_directx_capturer(true);
    options_.set_disable_effects(false);
  }

  std::unique_ptr<webrtc::DesktopCapturer> createScreenCapturer() const override {
    return webrtc::DesktopCapturer::CreateScreenCapturer(options_);
  }
  const webrtc::DesktopCaptureOptions& options() const override { return options_; }
  bool lost() const override { return false; }

 private:
  webrtc::DesktopCaptureOptions options_;
};

}  // namespace

std::unique_ptr<Desktop> Desktop::connect() {
  return std::make_unique<WindowsDesktop>();
}

// Nothing to exclude: capturers share no state but DXGI's, which has a lock of its own.
std::unique_lock<std::mutex> Desktop::exclusive() {
  return {};
}

}  // namespace devices
