#pragma once

#include <atomic>
#include <cstdint>

#include "common_video/include/video_frame_buffer_pool.h"
#include "engine/core/types.h"
#include "engine/video/frame.h"
#include "media/base/adapted_video_track_source.h"
#include "rtc_base/timestamp_aligner.h"

namespace engine {

/**
 * Where frames enter libwebrtc. Pushing, asking and fulfilling are for one thread at a time;
 * everything else is libwebrtc's.
 */
class VideoSource : public webrtc::AdaptedVideoTrackSource {
 public:
  /** What libwebrtc makes of a frame. */
  struct Adaptation {
    int width = 0;
    int height = 0;
    int cropX = 0;
    int cropY = 0;
    int cropWidth = 0;
    int cropHeight = 0;
  };

  explicit VideoSource(bool screencast);

  /**
   * Hands a validated frame on if it is wanted; false if not. Asking comes first, so that an
   * unwanted frame costs no conversion.
   */
  Result<bool> push(const PixelView& view);
  bool push(const Frame& frame);

  /** A wish for one frame, to be asked for before the frame is made. */
  struct Request {
    int width = 0;
    int height = 0;
    int64_t timeUs = 0;
    Adaptation adaptation;
  };
  /** Nothing if a frame of this size is not wanted now. */
  std::optional<Request> request(int width, int height);
  /** Hands on what was asked for: a valid view, or a buffer, of the requested size. */
  Status fulfil(const Request& request, const PixelView& view);
  void fulfil(const Request& request, webrtc::scoped_refptr<webrtc::VideoFrameBuffer> buffer,
              int rotation, const ColorSpace& colorSpace);

  VideoTrackStats stats() const { return {frames_, dropped_}; }

  bool is_screencast() const override { return screencast_; }
  std::optional<bool> needs_denoising() const override { return false; }
  SourceState state() const override { return kLive; }
  bool remote() const override { return false; }

 private:
  std::optional<Request> request(int width, int height, int64_t timeUs);
  webrtc::scoped_refptr<webrtc::I420Buffer> newBuffer(int width, int height);
  void deliver(const webrtc::scoped_refptr<webrtc::VideoFrameBuffer>& buffer, int rotation,
               int64_t timeUs, const ColorSpace& colorSpace);

  const bool screencast_;
  webrtc::TimestampAligner aligner_;
  webrtc::VideoFrameBufferPool pool_;
  std::atomic<uint64_t> frames_ = 0;
  std::atomic<uint64_t> dropped_ = 0;
};

}  // namespace engine
