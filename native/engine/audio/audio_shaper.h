#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "engine/audio/rate_converter.h"
#include "engine/core/types.h"

namespace engine {

/** Makes of 48 kHz audio what a sink was asked for: other rates, channels, lengths. Not safe for threads. */
class AudioShaper {
 public:
  explicit AudioShaper(const AudioFormat& format) : format_(format) {}

  /** Takes 10 ms and calls `deliver` for each chunk that is complete. `nowUs` is when they are played. */
  void put(std::span<const int16_t> samples, int channels, int64_t nowUs,
           const std::function<void(AudioChunk)>& deliver);

 private:
  void start(int channels);
  void remix(std::span<const int16_t> samples, int channels);
  void pull(std::span<int16_t> frames);

  const AudioFormat format_;
  int channels_ = 0;
  std::optional<RateConverter> converter_;
  /** What the converter has still to take, at 48 kHz and with the channels asked for. */
  std::vector<int16_t> input_;
  std::size_t used_ = 0;
  std::vector<int16_t> output_;
};

}  // namespace engine
