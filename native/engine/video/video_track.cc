#include "engine/video/video_track.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/core/engine_internals.h"
#include "engine/video/frame_data.h"
#include "engine/video/idle_pace.h"
#include "engine/video/test_pattern.h"
#include "engine/video/video_source.h"
#include "engine/video/video_track_factory.h"

namespace engine {

struct PushedVideoTrack::Impl {
  const webrtc::scoped_refptr<VideoSource> source;
};

PushedVideoTrack::PushedVideoTrack(std::shared_ptr<Engine> engine, const VideoTrackOptions& options)
    : LocalTrack(std::move(engine), TrackKind::kVideo),
      impl_(new Impl{webrtc::make_ref_counted<VideoSource>(options.screencast)}) {
  createVideoTrack(*this, impl_->source, options.contentHint);
}

PushedVideoTrack::~PushedVideoTrack() = default;

Result<bool> PushedVideoTrack::push(const PixelView& view) {
  if (!engine()) return false;
  return impl_->source->push(view);
}

bool PushedVideoTrack::push(const Frame& frame) {
  return engine() && impl_->source->push(frame);
}

VideoTrackStats PushedVideoTrack::stats() const {
  return impl_->source->stats();
}

struct TestPatternTrack::Impl {
  explicit Impl(const TestPatternOptions& options)
      : source(webrtc::make_ref_counted<VideoSource>(options.video.screencast)),
        pattern(options.width, options.height) {}

  void drawNext() {
    // What is muted is sent as black, whatever is drawn.
    if (enabled) {
      black = {};
    } else if (!black.isDue()) {
      return pattern.skip();
    }
    const auto wanted = source->request(pattern.width(), pattern.height());
    if (!wanted) return pattern.skip();
    source->fulfil(*wanted, pattern.draw(), 0, {});
  }

  const webrtc::scoped_refptr<VideoSource> source;
  TestPattern pattern;
  std::atomic<bool> enabled = true;
  IdlePace black;
  std::optional<Ticker> ticker;
};

TestPatternTrack::TestPatternTrack(std::shared_ptr<Engine> engine,
                                   const TestPatternOptions& options)
    : LocalTrack(std::move(engine), TrackKind::kVideo), impl_(new Impl(options)) {
  createVideoTrack(*this, impl_->source, options.video.contentHint);
  const std::chrono::duration<double> period(1 / options.fps);
  impl_->ticker.emplace(this->engine()->internals().videoClock,
                        std::chrono::duration_cast<MediaClock::Duration>(period),
                        [impl = impl_.get()] { impl->drawNext(); });
}

TestPatternTrack::~TestPatternTrack() {
  TestPatternTrack::close();
}

void TestPatternTrack::setEnabled(bool enabled) {
  impl_->enabled = enabled;
  LocalTrack::setEnabled(enabled);
}

VideoTrackStats TestPatternTrack::stats() const {
  return impl_->source->stats();
}

void TestPatternTrack::close() {
  impl_->ticker.reset();
  LocalTrack::close();
}

}  // namespace engine
