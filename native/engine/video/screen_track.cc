#include "engine/video/screen_track.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "devices/screen_grabber.h"
#include "engine/core/limits.h"
#include "engine/video/idle_pace.h"
#include "engine/video/video_source.h"
#include "engine/video/video_track_factory.h"
#include "platform/thread_name.h"
#include "platform/timer_resolution.h"

namespace engine {
namespace {

using Clock = std::chrono::steady_clock;
using devices::ScreenGrabber;

PixelView viewOf(const webrtc::DesktopFrame& frame) {
  PixelView view;
  view.format = PixelFormat::kBgra;
  view.width = frame.size().width();
  view.height = frame.size().height();
  view.strides = {frame.stride()};
  view.data = frame.data();
  view.size = static_cast<size_t>(frame.stride()) * view.height;
  return view;
}

}  // namespace

struct ScreenTrack::Impl {
  explicit Impl(const ScreenOptions& options)
      : options(options), source(webrtc::make_ref_counted<VideoSource>(options.video.screencast)) {}

  /** The thread: it owns a share of this, since it may outlive the track. */
  static void runThread(const std::shared_ptr<Impl>& impl) {
    platform::nameThread("screen-capture");
    impl->run();
    const std::lock_guard lock(impl->mutex);
    impl->ended = true;
    impl->changed.notify_all();
  }

  void run() {
    const auto grabber = ScreenGrabber::open({options.screenId, options.cursor});
    if (!grabber) return end("there is no screen with this id, or no window system");
    const platform::TimerResolution resolution;
    const auto period =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / options.fps));
    auto seen = Clock::now();
    // A grab that took too long makes the next one late; it is not made good by a burst.
    for (auto next = seen; waitUntil(next); next = std::max(next + period, Clock::now())) {
      const auto request = wish();
      if (isIdle(*grabber, request)) {
        seen = Clock::now();
        continue;
      }
      const auto outcome = grabber->grab();
      if (isClosing()) return;
      if (outcome != ScreenGrabber::Outcome::kMissing) seen = Clock::now();
      switch (outcome) {
        case ScreenGrabber::Outcome::kFrame:
          if (const auto status = deliver(grabber->frame(), request); !status.ok()) {
            return end(status.error().message);
          }
          break;
        case ScreenGrabber::Outcome::kNothing:
          break;
        case ScreenGrabber::Outcome::kMissing:
          if (Clock::now() - seen > kScreenPatience) {
            return end("the screen was switched off or unplugged");
          }
          break;
        case ScreenGrabber::Outcome::kGone:
          return end("the screen, or the window system, is gone");
      }
    }
  }

  /** Asked before anything is grabbed, for a frame like the one before. */
  std::optional<VideoSource::Request> wish() {
    if (width == 0) return std::nullopt;
    return source->request(width, height);
  }

  /** Whether nothing is to be grabbed this time: it is muted, or nobody wants a frame. */
  bool isIdle(const ScreenGrabber& grabber, const std::optional<VideoSource::Request>& request) {
    if (width == 0) return false;
    if (!enabled) {
      // Sent as black, whatever it shows.
      if (black.isDue() && request) {
        static_cast<void>(source->fulfil(*request, viewOf(grabber.frame())));
      }
      return true;
    }
    black = {};
    // Once in a while all the same: another size is told even if nobody watches.
    if (!request) return !unwanted.isDue();
    unwanted.postpone();
    return false;
  }

  Status deliver(const webrtc::DesktopFrame& frame, std::optional<VideoSource::Request> request) {
    const PixelView view = viewOf(frame);
    if (view.width != width || view.height != height) {
      if (auto status = validate(view); !status.ok()) return status;
      width = view.width;
      height = view.height;
      events.resized(width, height);
      request = source->request(width, height);
    }
    return request ? source->fulfil(*request, view) : success();
  }

  void end(std::string reason) {
    if (!isClosing()) events.ended(std::move(reason));
  }

  bool isClosing() {
    const std::lock_guard lock(mutex);
    return closing;
  }

  /** False if the track is closed. */
  bool waitUntil(Clock::time_point time) {
    std::unique_lock lock(mutex);
    return !changed.wait_until(lock, time, [this] { return closing; });
  }

  /**
   * A window system that is stopped holds up the thread for as long as it is. It is not waited for:
   * it ends by itself once it may go on, and touches nothing but its share of this until then.
   */
  void stop() {
    std::unique_lock lock(mutex);
    closing = true;
    changed.notify_all();
    if (!thread.joinable()) return;
    const bool inTime = changed.wait_for(lock, kCapturePatience, [this] { return ended; });
    lock.unlock();
    if (inTime) {
      thread.join();
    } else {
      thread.detach();
    }
  }

  const ScreenOptions options;
  const webrtc::scoped_refptr<VideoSource> source;
  CaptureEvents events;

  std::atomic<bool> enabled = true;

  // The thread's own.
  int width = 0;
  int height = 0;
  IdlePace black;
  IdlePace unwanted;

  std::mutex mutex;
  std::condition_variable changed;
  bool closing = false;
  bool ended = false;
  std::thread thread;
};

ScreenTrack::ScreenTrack(std::shared_ptr<Engine> engine, const ScreenOptions& options)
    : LocalTrack(std::move(engine), TrackKind::kVideo), impl_(new Impl(options)) {
  createVideoTrack(*this, impl_->source, options.video.contentHint);
}

ScreenTrack::~ScreenTrack() {
  ScreenTrack::close();
}

void ScreenTrack::start(CaptureEvents events) {
  impl_->events = std::move(events);
  impl_->thread = std::thread(&Impl::runThread, impl_);
}

void ScreenTrack::setEnabled(bool enabled) {
  impl_->enabled = enabled;
  LocalTrack::setEnabled(enabled);
}

VideoTrackStats ScreenTrack::stats() const {
  return impl_->source->stats();
}

void ScreenTrack::close() {
  impl_->stop();
  LocalTrack::close();
}

}  // namespace engine
