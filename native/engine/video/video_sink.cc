#include "engine/video/video_sink.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "api/video/video_frame.h"
#include "engine/core/limits.h"
#include "engine/core/track_ref.h"
#include "engine/video/frame_data.h"
#include "engine/video/told_color_space.h"
#include "rtc_base/time_utils.h"

namespace engine {
namespace {

class VideoReceiver : public Receiver<Frame>,
                      public webrtc::VideoSinkInterface<webrtc::VideoFrame> {
 public:
  explicit VideoReceiver(std::function<void()> wake)
      : Receiver(kMaxFramesQueued, std::move(wake)) {}

  void attach(const TrackRef& ref) override {
    track_ = webrtc::scoped_refptr<webrtc::VideoTrackInterface>(ref.video());
    track_->AddOrUpdateSink(this, webrtc::VideoSinkWants());
  }

  void detach() override {
    if (track_) track_->RemoveSink(this);
    track_ = nullptr;
  }

  void OnFrame(const webrtc::VideoFrame& frame) override {
    // Times of received frames are whole milliseconds, and equal for two that are due at once. A
    // file writer, for one, needs them in order.
    // Frames that are shown as soon as they are decoded (lowLatency) have no time of their own.
    const int64_t due = frame.timestamp_us() > 0 ? frame.timestamp_us() : webrtc::TimeMicros();
    lastTimestampUs_ = std::max(due, lastTimestampUs_ + 1);
    inbox.put(Frame(std::make_shared<Frame::Data>(
        Frame::Data{frame.video_frame_buffer(), static_cast<int>(frame.rotation()),
                    lastTimestampUs_, toColorSpace(frame.color_space())})));
  }

 private:
  /** On the signaling thread. */
  webrtc::scoped_refptr<webrtc::VideoTrackInterface> track_;
  /** On the thread that frames come on. */
  int64_t lastTimestampUs_ = std::numeric_limits<int64_t>::min();
};

}  // namespace

VideoSink::VideoSink(const Track& track, std::function<void()> wake)
    : Sink(track, std::make_shared<VideoReceiver>(std::move(wake))) {
}

}  // namespace engine
