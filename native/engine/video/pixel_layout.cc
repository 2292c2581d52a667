#include "engine/video/pixel_layout.h"

#include <string>

namespace engine {
namespace {

struct PlaneSize {
  int rowBytes = 0;
  int rows = 0;
};

std::vector<PlaneSize> planesOf(PixelFormat format, int width, int height) {
  const int halfWidth = (width + 1) / 2;
  const int halfHeight = (height + 1) / 2;
  switch (format) {
    case PixelFormat::kI420:
      return {{width, height}, {halfWidth, halfHeight}, {halfWidth, halfHeight}};
    case PixelFormat::kNv12:
      return {{width, height}, {halfWidth * 2, halfHeight}};
    case PixelFormat::kYuy2:
    case PixelFormat::kUyvy:
      return {{halfWidth * 4, height}};
    case PixelFormat::kRgba:
    case PixelFormat::kBgra:
    case PixelFormat::kArgb:
      return {{width * 4, height}};
    case PixelFormat::kRgb24:
      return {{width * 3, height}};
    case PixelFormat::kMjpeg:
      return {};
  }
  return {};
}

}  // namespace

Result<PixelLayout> layoutOf(PixelFormat format, int width, int height,
                             const std::vector<int>& strides) {
  const auto sizes = planesOf(format, width, height);
  if (!strides.empty() && strides.size() != sizes.size()) {
    return Error{ErrorKind::kOutOfRange, "strides must have " + std::to_string(sizes.size()) +
                                             " entries, not " + std::to_string(strides.size())};
  }
  PixelLayout layout;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const int stride = strides.empty() ? sizes[i].rowBytes : strides[i];
    if (stride < sizes[i].rowBytes) {
      return Error{ErrorKind::kOutOfRange, "strides[" + std::to_string(i) + "] must be at least " +
                                               std::to_string(sizes[i].rowBytes) + ", not " +
                                               std::to_string(stride)};
    }
    layout.planes[i] = {layout.byteLength, stride};
    // The last row of the last plane may end where its pixels end: cropped views have no padding
    // there.
    const bool last = i + 1 == sizes.size();
    const auto rows = static_cast<std::size_t>(sizes[i].rows);
    layout.byteLength += last ? (rows - 1) * stride + sizes[i].rowBytes : rows * stride;
  }
  return layout;
}

}  // namespace engine
