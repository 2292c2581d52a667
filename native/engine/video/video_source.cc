#include "engine/video/video_source.h"

#include <utility>

#include "engine/video/frame_data.h"
#include "rtc_base/time_utils.h"

namespace engine {

VideoSource::VideoSource(bool screencast) : screencast_(screencast) {
}

Result<bool> VideoSource::push(const PixelView& view) {
  const int64_t now = webrtc::TimeMicros();
  const int64_t timeUs =
      view.timestampUs ? aligner_.TranslateTimestamp(*view.timestampUs, now) : now;
  const auto wanted = ask(view.width, view.height, timeUs);
  if (!wanted) return false;

  auto buffer = newBuffer(view.width, view.height);
  if (auto status = convertTo(view, *buffer); !status.ok()) return status.error();
  if (wanted->width != view.width || wanted->height != view.height) {
    auto adapted = newBuffer(wanted->width, wanted->height);
    adapted->CropAndScaleFrom(*buffer, wanted->cropX, wanted->cropY, wanted->cropWidth,
                              wanted->cropHeight);
    buffer = std::move(adapted);
  }
  deliver(buffer, view.rotation, timeUs);
  return true;
}

bool VideoSource::push(const Frame& frame) {
  // The time of a frame that was received is of another clock: what counts here is when it is sent
  // on.
  const int64_t timeUs = webrtc::TimeMicros();
  const auto wanted = ask(frame.width(), frame.height(), timeUs);
  if (!wanted) return false;

  auto buffer = frame.data().buffer;
  if (wanted->width != frame.width() || wanted->height != frame.height()) {
    buffer = buffer->CropAndScale(wanted->cropX, wanted->cropY, wanted->cropWidth,
                                  wanted->cropHeight, wanted->width, wanted->height);
  }
  deliver(buffer, frame.rotation(), timeUs);
  return true;
}

std::optional<VideoSource::Adaptation> VideoSource::ask(int width, int height, int64_t timeUs) {
  Adaptation wanted;
  if (AdaptFrame(width, height, timeUs, &wanted.width, &wanted.height, &wanted.cropWidth,
                 &wanted.cropHeight, &wanted.cropX, &wanted.cropY)) {
    return wanted;
  }
  ++dropped_;
  return std::nullopt;
}

webrtc::scoped_refptr<webrtc::I420Buffer> VideoSource::newBuffer(int width, int height) {
  if (auto pooled = pool_.CreateI420Buffer(width, height)) return pooled;
  return webrtc::I420Buffer::Create(width, height);
}

void VideoSource::deliver(const webrtc::scoped_refptr<webrtc::VideoFrameBuffer>& buffer,
                          int rotation, int64_t timeUs) {
  ++frames_;
  OnFrame(webrtc::VideoFrame::Builder()
              .set_video_frame_buffer(buffer)
              .set_rotation(static_cast<webrtc::VideoRotation>(rotation))
              .set_timestamp_us(timeUs)
              .build());
}

}  // namespace engine
