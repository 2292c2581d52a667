#pragma once

#include <cstdint>

#include "api/video/i420_buffer.h"

namespace engine {

/**
 * A moving test pattern whose frames say when they were drawn. The top of each frame is a grid of 32 by 4 square
 * cells, as wide as the frame; a cell is white (luma 216) for a 1 and black (luma 40) for a 0, most
 * significant bit to the left:
 *
 *   row 0    number of the frame, from 0
 *   row 1    high half of the time of drawing, in microseconds since the Unix epoch
 *   row 2    low half of it
 *   row 3    the exclusive or of the rows above and 0x5A5A5A5A, so that a damaged stamp is noticed
 *
 * Column i of a frame that is `width` pixels wide covers the pixels from floor(i * width / 32) to
 * floor((i + 1) * width / 32); rows use the same numbers, so the stamp survives scaling. Below it a
 * grey ramp moves to the left by two pixels a frame, under four bars of constant colour. Frames
 * narrower than 64 pixels or not as high as the stamp carry none.
 */
class TestPattern {
 public:
  TestPattern(int width, int height);

  /** The next frame. */
  webrtc::scoped_refptr<webrtc::I420Buffer> draw();

  /** Counts a frame that nobody wants. */
  void skip() { ++counter_; }

  int width() const { return width_; }
  int height() const { return height_; }

 private:
  void drawRamp(webrtc::I420Buffer& frame) const;
  void drawColours(webrtc::I420Buffer& frame) const;
  void drawStamp(webrtc::I420Buffer& frame) const;

  const int width_;
  const int height_;
  uint32_t counter_ = 0;
};

}  // namespace engine
