#include "engine/video/test_pattern.h"

#include <array>
#include <chrono>
#include <cstring>
#include <vector>

namespace engine {
namespace {

constexpr int kColumns = 32;
constexpr int kRows = 4;
constexpr uint8_t kBlack = 40;
constexpr uint8_t kWhite = 216;
constexpr uint32_t kCheckSeed = 0x5A5A5A5A;
constexpr int kSmallestStamp = 64;

/** Blue-ish, red-ish, green-ish, grey: U and V of each bar. */
constexpr std::array<std::array<uint8_t, 2>, 4> kBars = {
    {{160, 112}, {112, 160}, {96, 96}, {128, 128}}};

int edge(int cell, int width) {
  return cell * width / kColumns;
}

}  // namespace

TestPattern::TestPattern(int width, int height) : width_(width), height_(height) {
}

webrtc::scoped_refptr<webrtc::I420Buffer> TestPattern::draw() {
  auto frame = webrtc::I420Buffer::Create(width_, height_);
  drawRamp(*frame);
  drawColours(*frame);
  if (width_ >= kSmallestStamp && height_ >= edge(kRows, width_)) drawStamp(*frame);
  ++counter_;
  return frame;
}

void TestPattern::drawRamp(webrtc::I420Buffer& frame) const {
  // One row of a triangle wave between luma 60 and 187, without a jump that would cost the encoder
  // bits.
  std::vector<uint8_t> row(width_);
  for (int x = 0; x < width_; ++x) {
    const uint32_t phase = (static_cast<uint32_t>(x) + counter_ * 2) % 256;
    row[x] = static_cast<uint8_t>(60 + (phase < 128 ? phase : 255 - phase));
  }
  for (int y = 0; y < height_; ++y) {
    std::memcpy(frame.MutableDataY() + static_cast<ptrdiff_t>(y) * frame.StrideY(), row.data(),
                width_);
  }
}

void TestPattern::drawColours(webrtc::I420Buffer& frame) const {
  const int chromaWidth = (width_ + 1) / 2;
  const int chromaHeight = (height_ + 1) / 2;
  for (int y = 0; y < chromaHeight; ++y) {
    uint8_t* const u = frame.MutableDataU() + static_cast<ptrdiff_t>(y) * frame.StrideU();
    uint8_t* const v = frame.MutableDataV() + static_cast<ptrdiff_t>(y) * frame.StrideV();
    for (size_t bar = 0; bar < kBars.size(); ++bar) {
      const size_t from = bar * chromaWidth / kBars.size();
      const size_t to = (bar + 1) * chromaWidth / kBars.size();
      std::memset(u + from, kBars[bar][0], to - from);
      std::memset(v + from, kBars[bar][1], to - from);
    }
  }
}

void TestPattern::drawStamp(webrtc::I420Buffer& frame) const {
  using std::chrono::duration_cast, std::chrono::microseconds, std::chrono::system_clock;
  const auto now = static_cast<uint64_t>(
      duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
  std::array<uint32_t, kRows> words = {counter_, static_cast<uint32_t>(now >> 32),
                                       static_cast<uint32_t>(now), kCheckSeed};
  words[3] ^= words[0] ^ words[1] ^ words[2];

  for (int row = 0; row < kRows; ++row) {
    for (int y = edge(row, width_); y < edge(row + 1, width_); ++y) {
      uint8_t* const line = frame.MutableDataY() + static_cast<ptrdiff_t>(y) * frame.StrideY();
      for (int column = 0; column < kColumns; ++column) {
        const bool one = ((words[row] >> (kColumns - 1 - column)) & 1U) != 0;
        const int from = edge(column, width_);
        std::memset(line + from, one ? kWhite : kBlack, edge(column + 1, width_) - from);
      }
    }
  }
}

}  // namespace engine
