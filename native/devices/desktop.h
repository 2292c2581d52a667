#pragma once

#include <memory>
#include <mutex>

#include "modules/desktop_capture/desktop_capture_options.h"
#include "modules/desktop_capture/desktop_capturer.h"

namespace devices {

/**
 * A connection to the window system: the one part of screen capture that each platform defines for
 * itself, in linux/ and win/. For one thread.
 */
class Desktop {
 public:
  /** Null where there is no window system, such as on a server. */
  static std::unique_ptr<Desktop> connect();

  virtual ~Desktop() = default;
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;

  /** Null if the window system does not let its screens be captured. */
  virtual std::unique_ptr<webrtc::DesktopCapturer> createScreenCapturer() const = 0;

  /** What capturers of this desktop are made with. */
  virtual const webrtc::DesktopCaptureOptions& options() const = 0;

  /** The window system has ended; it does not come back. */
  virtual bool lost() const = 0;

  /** Held while a desktop or a capturer is made, used or destroyed; see who defines it for why. */
  static std::unique_lock<std::mutex> exclusive();

 protected:
  Desktop() = default;
};

}  // namespace devices
