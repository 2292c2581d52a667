#pragma once

namespace engine {

/** How the YUV of a frame is meant. */
struct ColorSpace {
  enum class Matrix { kBt601, kBt709, kBt2020 };
  Matrix matrix = Matrix::kBt601;
  /** Luma from 0 to 255 rather than from 16 to 235. */
  bool fullRange = false;
};

}  // namespace engine
