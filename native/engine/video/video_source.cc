#include "engine/video/video_source.h"

#include <utility>

#include "engine/video/frame_data.h"
#include "engine/video/told_color_space.h"
#include "rtc_base/time_utils.h"

namespace engine {

VideoSource::VideoSource(bool screencast) : screencast_(screencast) {
}

Result<bool> VideoSource::push(const PixelView& view) {
  const int64_t now = webrtc::TimeMicros();
  const int64_t timeUs =
      view.timestampUs ? aligner_.TranslateTimestamp(*view.timestampUs, now) : now;
  const auto wanted = request(view.width, view.height, timeUs);
  if (!wanted) return false;
  const auto status = fulfil(*wanted, view);
  if (!status.ok()) return status.error();
  return true;
}

bool VideoSource::push(const Frame& frame) {
  // The time of a frame that was received is of another clock: what counts here is when it is sent
  // on.
  const auto wanted = request(frame.width(), frame.height());
  if (!wanted) return false;
  fulfil(*wanted, frame.data().buffer, frame.rotation(), frame.colorSpace());
  return true;
}

std::optional<VideoSource::Request> VideoSource::request(int width, int height) {
  return request(width, height, webrtc::TimeMicros());
}

std::optional<VideoSource::Request> VideoSource::request(int width, int height, int64_t timeUs) {
  Request wanted{width, height, timeUs, {}};
  auto& made = wanted.adaptation;
  if (AdaptFrame(width, height, timeUs, &made.width, &made.height, &made.cropWidth,
                 &made.cropHeight, &made.cropX, &made.cropY)) {
    return wanted;
  }
  ++dropped_;
  return std::nullopt;
}

Status VideoSource::fulfil(const Request& request, const PixelView& view) {
  const auto& wanted = request.adaptation;
  auto buffer = newBuffer(view.width, view.height);
  if (auto status = convertTo(view, *buffer); !status.ok()) return status;
  if (wanted.width != view.width || wanted.height != view.height) {
    auto adapted = newBuffer(wanted.width, wanted.height);
    adapted->CropAndScaleFrom(*buffer, wanted.cropX, wanted.cropY, wanted.cropWidth,
                              wanted.cropHeight);
    buffer = std::move(adapted);
  }
  deliver(buffer, view.rotation, request.timeUs, colorSpaceOf(view));
  return success();
}

void VideoSource::fulfil(const Request& request,
                         webrtc::scoped_refptr<webrtc::VideoFrameBuffer> buffer, int rotation,
                         const ColorSpace& colorSpace) {
  const auto& wanted = request.adaptation;
  if (wanted.width != buffer->width() || wanted.height != buffer->height()) {
    buffer = buffer->CropAndScale(wanted.cropX, wanted.cropY, wanted.cropWidth, wanted.cropHeight,
                                  wanted.width, wanted.height);
  }
  deliver(buffer, rotation, request.timeUs, colorSpace);
}

webrtc::scoped_refptr<webrtc::I420Buffer> VideoSource::newBuffer(int width, int height) {
  if (auto pooled = pool_.CreateI420Buffer(width, height)) return pooled;
  return webrtc::I420Buffer::Create(width, height);
}

void VideoSource::deliver(const webrtc::scoped_refptr<webrtc::VideoFrameBuffer>& buffer,
                          int rotation, int64_t timeUs, const ColorSpace& colorSpace) {
  ++frames_;
  OnFrame(webrtc::VideoFrame::Builder()
              .set_video_frame_buffer(buffer)
              .set_rotation(static_cast<webrtc::VideoRotation>(rotation))
              .set_timestamp_us(timeUs)
              .set_color_space(tellColorSpace(colorSpace))
              .build());
}

}  // namespace engine
