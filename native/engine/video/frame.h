#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "engine/video/color_space.h"
#include "engine/video/pixel_layout.h"

namespace engine {

/** A frame in memory of the caller's, valid during the call it is passed to. */
struct PixelView {
  PixelFormat format = PixelFormat::kI420;
  int width = 0;
  int height = 0;
  const uint8_t* data = nullptr;
  std::size_t size = 0;
  std::vector<int> strides;
  /** Microseconds on a clock of the caller's; now if there is none. */
  std::optional<int64_t> timestampUs;
  /** 0, 90, 180 or 270. */
  int rotation = 0;
  /** Of YUV; RGB is converted to BT.601 in limited range. */
  ColorSpace colorSpace{};
};

/** Checks dimensions, strides and size, so that conversions need not. */
Status validate(const PixelView& view);

/** A frame that the engine holds. Copies share the pixels, which never change. */
class Frame {
 public:
  struct Data;
  explicit Frame(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

  /** Copies the frame. */
  static Result<Frame> fromPixels(const PixelView& view);

  int width() const;
  int height() const;
  int rotation() const;
  int64_t timestampUs() const;
  ColorSpace colorSpace() const;

  /** Bytes of the frame in a format that can be read; rows without padding. */
  std::size_t byteLength(PixelFormat format) const;

  /** Converts into `target`, which holds `byteLength(format)` bytes. */
  void copyTo(uint8_t* target, PixelFormat format) const;

  /** The same frame in memory of its own, so that a decoder gets its buffer back. */
  Frame detach() const;

  const Data& data() const { return *data_; }

 private:
  std::shared_ptr<const Data> data_;
};

}  // namespace engine
