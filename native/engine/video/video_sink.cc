#include "engine/video/video_sink.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "api/video/video_frame.h"
#include "engine/core/inbox.h"
#include "engine/core/limits.h"
#include "engine/core/track_ref.h"
#include "engine/video/frame_data.h"

namespace engine {

class VideoSink::Impl : public rtc::VideoSinkInterface<webrtc::VideoFrame> {
 public:
  explicit Impl(std::function<void()> wake) : inbox(kMaxFramesInFlight, std::move(wake)) {}

  void OnFrame(const webrtc::VideoFrame& frame) override {
    // Times of received pictures are whole milliseconds, and the same for two that are shown at
    // once. Whoever goes by them, as a file writer does, needs the order.
    lastTimestampUs_ = std::max(frame.timestamp_us(), lastTimestampUs_ + 1);
    inbox.put(Frame(std::make_shared<Frame::Data>(Frame::Data{
        frame.video_frame_buffer(), static_cast<int>(frame.rotation()), lastTimestampUs_})));
  }

  Inbox<Frame> inbox;
  /** On the signaling thread. */
  rtc::scoped_refptr<webrtc::VideoTrackInterface> track;

 private:
  /** On the thread that frames come on. */
  int64_t lastTimestampUs_ = std::numeric_limits<int64_t>::min();
};

VideoSink::VideoSink(const Track& track, std::function<void()> wake)
    : engine_(track.engine()), impl_(std::make_shared<Impl>(std::move(wake))) {
  engine_->post([impl = impl_, ref = track.ref()] {
    if (!ref->track) return;
    impl->track = rtc::scoped_refptr<webrtc::VideoTrackInterface>(ref->video());
    impl->track->AddOrUpdateSink(impl.get(), rtc::VideoSinkWants());
  });
}

VideoSink::~VideoSink() {
  close();
}

std::optional<Frame> VideoSink::take() {
  return impl_->inbox.take();
}

SinkStats VideoSink::stats() const {
  return impl_->inbox.stats();
}

void VideoSink::close() {
  if (!engine_) return;
  impl_->inbox.close();
  engine_->post([impl = impl_] {
    if (impl->track) impl->track->RemoveSink(impl.get());
    impl->track = nullptr;
  });
  engine_.reset();
}

}  // namespace engine
