#pragma once

#include "api/video/i420_buffer.h"
#include "api/video/video_frame_buffer.h"
#include "engine/video/color_space.h"
#include "engine/video/frame.h"

namespace engine {

struct Frame::Data {
  webrtc::scoped_refptr<webrtc::VideoFrameBuffer> buffer;
  int rotation = 0;
  int64_t timestampUs = 0;
  ColorSpace colorSpace{};
};

/** What a view is once it is converted. */
ColorSpace colorSpaceOf(const PixelView& view);

/** Converts a validated view into a buffer of the same dimensions. Fails on an MJPEG frame that
 * does not decode. */
Status convertTo(const PixelView& view, webrtc::I420Buffer& target);

}  // namespace engine
