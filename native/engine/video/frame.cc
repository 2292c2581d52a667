#include "engine/video/frame.h"

#include <libyuv.h>

#include <string>
#include <utility>

#include "engine/core/limits.h"
#include "engine/video/frame_data.h"
#include "rtc_base/time_utils.h"

namespace engine {
namespace {

Status checkDimension(const char* name, int value) {
  if (value >= 1 && value <= kMaxDimension) return success();
  return Error{ErrorKind::kOutOfRange, std::string(name) + " must be 1 to " +
                                           std::to_string(kMaxDimension) + ", not " +
                                           std::to_string(value)};
}

struct YuvConstants {
  const libyuv::YuvConstants* straight;
  const libyuv::YuvConstants* swapped;
};

const YuvConstants& constantsOf(const ColorSpace& space) {
  static constexpr YuvConstants k601{&libyuv::kYuvI601Constants, &libyuv::kYvuI601Constants};
  static constexpr YuvConstants k601Full{&libyuv::kYuvJPEGConstants, &libyuv::kYvuJPEGConstants};
  static constexpr YuvConstants k709{&libyuv::kYuvH709Constants, &libyuv::kYvuH709Constants};
  static constexpr YuvConstants k709Full{&libyuv::kYuvF709Constants, &libyuv::kYvuF709Constants};
  static constexpr YuvConstants k2020{&libyuv::kYuv2020Constants, &libyuv::kYvu2020Constants};
  static constexpr YuvConstants k2020Full{&libyuv::kYuvV2020Constants, &libyuv::kYvuV2020Constants};
  switch (space.matrix) {
    case ColorSpace::Matrix::kBt601:
      return space.fullRange ? k601Full : k601;
    case ColorSpace::Matrix::kBt709:
      return space.fullRange ? k709Full : k709;
    case ColorSpace::Matrix::kBt2020:
      return space.fullRange ? k2020Full : k2020;
  }
  return k601;
}

}  // namespace

Status validate(const PixelView& view) {
  for (const auto& [name, value] : {std::pair("width", view.width), {"height", view.height}}) {
    if (auto status = checkDimension(name, value); !status.ok()) return status;
  }
  if (view.rotation % 90 != 0 || view.rotation < 0 || view.rotation > 270) {
    return Error{ErrorKind::kOutOfRange, "rotation must be 0, 90, 180 or 270"};
  }
  const auto layout = layoutOf(view.format, view.width, view.height, view.strides);
  if (!layout.ok()) return layout.error();
  if (view.size < layout.value().byteLength || view.size == 0) {
    return Error{ErrorKind::kOutOfRange, "data must have at least " +
                                             std::to_string(layout.value().byteLength) +
                                             " bytes, not " + std::to_string(view.size)};
  }
  return success();
}

ColorSpace colorSpaceOf(const PixelView& view) {
  switch (view.format) {
    case PixelFormat::kI420:
    case PixelFormat::kNv12:
    case PixelFormat::kYuy2:
    case PixelFormat::kUyvy:
      return view.colorSpace;
    // JPEG's own, which JFIF fixes.
    case PixelFormat::kMjpeg:
      return {ColorSpace::Matrix::kBt601, true};
    default:
      return {};
  }
}

Status convertTo(const PixelView& view, webrtc::I420Buffer& target) {
  const auto layout = layoutOf(view.format, view.width, view.height, view.strides);
  if (!layout.ok()) return layout.error();
  const auto plane = [&](int index) { return view.data + layout.value().planes[index].offset; };
  const auto stride = [&](int index) { return layout.value().planes[index].stride; };
  uint8_t* const y = target.MutableDataY();
  uint8_t* const u = target.MutableDataU();
  uint8_t* const v = target.MutableDataV();
  const int strideY = target.StrideY();
  const int strideU = target.StrideU();
  const int strideV = target.StrideV();
  const int width = view.width;
  const int height = view.height;
  const auto packed = [&](auto convert) {
    return convert(plane(0), stride(0), y, strideY, u, strideU, v, strideV, width, height);
  };

  int failed = 0;
  switch (view.format) {
    case PixelFormat::kI420:
      failed = libyuv::I420Copy(plane(0), stride(0), plane(1), stride(1), plane(2), stride(2), y,
                                strideY, u, strideU, v, strideV, width, height);
      break;
    case PixelFormat::kNv12:
      failed = libyuv::NV12ToI420(plane(0), stride(0), plane(1), stride(1), y, strideY, u, strideU,
                                  v, strideV, width, height);
      break;
    // libyuv names packed RGB by the value of a little-endian word, which is the letters backwards.
    case PixelFormat::kYuy2:
      failed = packed(libyuv::YUY2ToI420);
      break;
    case PixelFormat::kUyvy:
      failed = packed(libyuv::UYVYToI420);
      break;
    case PixelFormat::kRgba:
      failed = packed(libyuv::ABGRToI420);
      break;
    case PixelFormat::kBgra:
      failed = packed(libyuv::ARGBToI420);
      break;
    case PixelFormat::kArgb:
      failed = packed(libyuv::BGRAToI420);
      break;
    case PixelFormat::kRgb24:
      failed = packed(libyuv::RAWToI420);
      break;
    case PixelFormat::kMjpeg:
      failed = libyuv::MJPGToI420(view.data, view.size, y, strideY, u, strideU, v, strideV, width,
                                  height, width, height);
      break;
  }
  if (failed == 0) return success();
  return Error{ErrorKind::kFailed, "data is not a JPEG frame of " + std::to_string(width) + "x" +
                                       std::to_string(height)};
}

Result<Frame> Frame::fromPixels(const PixelView& view) {
  if (auto status = validate(view); !status.ok()) return status.error();
  auto buffer = webrtc::I420Buffer::Create(view.width, view.height);
  if (auto status = convertTo(view, *buffer); !status.ok()) return status.error();
  return Frame(std::make_shared<Data>(Data{std::move(buffer), view.rotation,
                                           view.timestampUs.value_or(webrtc::TimeMicros()),
                                           colorSpaceOf(view)}));
}

int Frame::width() const {
  return data_->buffer->width();
}

int Frame::height() const {
  return data_->buffer->height();
}

int Frame::rotation() const {
  return data_->rotation;
}

int64_t Frame::timestampUs() const {
  return data_->timestampUs;
}

ColorSpace Frame::colorSpace() const {
  return data_->colorSpace;
}

std::size_t Frame::byteLength(PixelFormat format) const {
  return layoutOf(format, width(), height(), {}).value().byteLength;
}

void Frame::copyTo(uint8_t* target, PixelFormat format) const {
  const auto source = data_->buffer->ToI420();
  const auto layout = layoutOf(format, width(), height(), {}).value();
  const auto plane = [&](int index) { return target + layout.planes[index].offset; };
  const auto stride = [&](int index) { return layout.planes[index].stride; };
  const YuvConstants& constants = constantsOf(data_->colorSpace);
  // libyuv's way to the other order of red and blue: change the chroma planes, and the matrix with them.
  const auto packed = [&](auto convert) {
    convert(source->DataY(), source->StrideY(), source->DataU(), source->StrideU(), source->DataV(),
            source->StrideV(), plane(0), stride(0), constants.straight, width(), height());
  };
  const auto packedSwapped = [&](auto convert) {
    convert(source->DataY(), source->StrideY(), source->DataV(), source->StrideV(), source->DataU(),
            source->StrideU(), plane(0), stride(0), constants.swapped, width(), height());
  };
  switch (format) {
    case PixelFormat::kI420:
      libyuv::I420Copy(source->DataY(), source->StrideY(), source->DataU(), source->StrideU(),
                       source->DataV(), source->StrideV(), plane(0), stride(0), plane(1), stride(1),
                       plane(2), stride(2), width(), height());
      break;
    case PixelFormat::kNv12:
      libyuv::I420ToNV12(source->DataY(), source->StrideY(), source->DataU(), source->StrideU(),
                         source->DataV(), source->StrideV(), plane(0), stride(0), plane(1),
                         stride(1), width(), height());
      break;
    case PixelFormat::kRgba:
      packedSwapped(libyuv::I420ToARGBMatrix);
      break;
    case PixelFormat::kBgra:
      packed(libyuv::I420ToARGBMatrix);
      break;
    case PixelFormat::kArgb:
      packedSwapped(libyuv::I420ToRGBAMatrix);
      break;
    case PixelFormat::kRgb24:
      packedSwapped(libyuv::I420ToRGB24Matrix);
      break;
    case PixelFormat::kYuy2:
    case PixelFormat::kUyvy:
    case PixelFormat::kMjpeg:
      break;  // Not formats to read; the bindings reject them.
  }
}

Frame Frame::detach() const {
  return Frame(
      std::make_shared<Data>(Data{webrtc::I420Buffer::Copy(*data_->buffer->ToI420()),
                                  data_->rotation, data_->timestampUs, data_->colorSpace}));
}

}  // namespace engine
