#include "devices/screen_grabber.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "modules/desktop_capture/desktop_and_cursor_composer.h"

namespace devices {
namespace {

using webrtc::DesktopCapturer;

constexpr std::string_view kPrefix = "screen:";

}  // namespace

std::string toScreenId(DesktopCapturer::SourceId source) {
  return std::string(kPrefix) + std::to_string(source);
}

std::optional<DesktopCapturer::SourceId> parseScreenId(const std::string& id) {
  if (!id.starts_with(kPrefix)) return std::nullopt;
  DesktopCapturer::SourceId source = 0;
  const char* const end = id.data() + id.size();
  const auto [rest, error] = std::from_chars(id.data() + kPrefix.size(), end, source);
  if (error != std::errc() || rest != end) return std::nullopt;
  return source;
}

std::unique_ptr<ScreenGrabber> ScreenGrabber::open(const Options& options) {
  const auto source = parseScreenId(options.screenId);
  if (!source) return nullptr;
  const auto lock = Desktop::exclusive();
  auto desktop = Desktop::connect();
  if (!desktop) return nullptr;
  auto capturer = desktop->createScreenCapturer();
  if (!capturer || !capturer->SelectSource(*source)) return nullptr;
  if (options.cursor) {
    capturer =
        std::make_unique<webrtc::DesktopAndCursorComposer>(std::move(capturer), desktop->options());
  }
  return std::unique_ptr<ScreenGrabber>(
      new ScreenGrabber(std::move(desktop), std::move(capturer), *source));
}

ScreenGrabber::ScreenGrabber(std::unique_ptr<Desktop> desktop,
                             std::unique_ptr<DesktopCapturer> capturer,
                             DesktopCapturer::SourceId source)
    : desktop_(std::move(desktop)), capturer_(std::move(capturer)), source_(source) {
  capturer_->Start(this);
}

ScreenGrabber::~ScreenGrabber() {
  const auto lock = Desktop::exclusive();
  frame_.reset();
  capturer_.reset();
  // Here, not after the lock: closing a display waits for the errors that are on their way.
  desktop_.reset();
}

ScreenGrabber::Outcome ScreenGrabber::grab() {
  // Before the next one is taken: the composer takes the cursor out of it again.
  frame_.reset();
  result_ = DesktopCapturer::Result::ERROR_TEMPORARY;
  const auto lock = Desktop::exclusive();
  capturer_->CaptureFrame();
  const bool missing = !frame_ && !connected();
  if (desktop_->lost() || result_ == DesktopCapturer::Result::ERROR_PERMANENT) {
    return Outcome::kGone;
  }
  if (missing) return Outcome::kMissing;
  return frame_ ? Outcome::kFrame : Outcome::kNothing;
}

bool ScreenGrabber::connected() {
  DesktopCapturer::SourceList list;
  return capturer_->GetSourceList(&list) &&
         std::any_of(list.begin(), list.end(),
                     [this](const DesktopCapturer::Source& entry) { return entry.id == source_; });
}

void ScreenGrabber::OnCaptureResult(DesktopCapturer::Result result,
                                    std::unique_ptr<webrtc::DesktopFrame> frame) {
  result_ = result;
  if (frame && !frame->size().is_empty()) frame_ = std::move(frame);
}

}  // namespace devices
