#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/core/result.h"

namespace engine {

/** Byte order in memory is the order of the letters. YUV is BT.601, limited range. */
enum class PixelFormat { kI420, kNv12, kYuy2, kUyvy, kRgba, kBgra, kArgb, kRgb24, kMjpeg };

/** How the bytes of a frame are laid out: planes one after the other, rows without gaps unless
 * strides say so. */
struct PixelLayout {
  struct Plane {
    std::size_t offset = 0;
    int stride = 0;
  };
  std::array<Plane, 3> planes{};
  std::size_t byteLength = 0;
};

/**
 * The layout of a frame of these dimensions, which must be in range. An error names the stride
 * that is too small. `strides` is empty or has one entry per plane. MJPEG has no layout: its byte
 * length is 0.
 */
Result<PixelLayout> layoutOf(PixelFormat format, int width, int height,
                             const std::vector<int>& strides);

}  // namespace engine
