#pragma once

#include <memory>
#include <optional>
#include <string>

#include "devices/desktop.h"
#include "modules/desktop_capture/desktop_capturer.h"

namespace devices {

/** Takes frames of one screen. Made, used and destroyed on one thread. */
class ScreenGrabber : private webrtc::DesktopCapturer::Callback {
 public:
  struct Options {
    /** Of `listScreens`. */
    std::string screenId;
    bool cursor = true;
  };

  /** Null if there is no such screen. */
  static std::unique_ptr<ScreenGrabber> open(const Options& options);
  ~ScreenGrabber() override;

  enum class Outcome {
    kFrame,
    /** Not this time: the screen is locked, or its mode changes. */
    kNothing,
    /** Not this time: the screen is switched off or unplugged. */
    kMissing,
    /** Never again: the screen or the window system is gone. */
    kGone,
  };
  Outcome grab();

  /** What the last successful `grab` took, until the next one: 32 bits a pixel, B G R A in memory. */
  const webrtc::DesktopFrame& frame() const { return *frame_; }

 private:
  ScreenGrabber(std::unique_ptr<Desktop> desktop, std::unique_ptr<webrtc::DesktopCapturer> capturer,
                webrtc::DesktopCapturer::SourceId source);
  bool connected();
  void OnCaptureResult(webrtc::DesktopCapturer::Result result,
                       std::unique_ptr<webrtc::DesktopFrame> frame) override;

  std::unique_ptr<Desktop> desktop_;
  std::unique_ptr<webrtc::DesktopCapturer> capturer_;
  const webrtc::DesktopCapturer::SourceId source_;
  std::unique_ptr<webrtc::DesktopFrame> frame_;
  webrtc::DesktopCapturer::Result result_ = webrtc::DesktopCapturer::Result::ERROR_TEMPORARY;
};

/** "screen:<number>", so that ids of windows can follow; the number is the system's. */
std::string toScreenId(webrtc::DesktopCapturer::SourceId source);
std::optional<webrtc::DesktopCapturer::SourceId> parseScreenId(const std::string& id);

}  // namespace devices
