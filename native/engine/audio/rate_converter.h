#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace engine {

/**
 * Converts PCM from one sample rate to another, by libwebrtc's windowed sinc. The ratio may change on the way. Not safe
 * for threads.
 */
class RateConverter {
 public:
  /** Fills whole frames, interleaved, with the next of the input. */
  using Pull = std::function<void(std::span<int16_t> frames)>;

  RateConverter(int channels, int inputRate, int outputRate, Pull pull);
  ~RateConverter();

  /** Fills whole frames, interleaved. Pulls `blockFrames` of the input at a time, as often as it needs. */
  void produce(std::span<int16_t> output);

  /** How much faster than at its rate the input is used up: 1.001 is a thousandth. */
  void setSpeed(double speed);

  /** Forgets the input that was pulled and is not used yet. */
  void reset();

  std::size_t blockFrames() const { return blockFrames_; }

 private:
  class Channel;
  void feed(std::size_t channel, std::span<float> target);

  const std::size_t channels_;
  const double ratio_;
  const std::size_t blockFrames_;
  const Pull pull_;
  std::vector<std::unique_ptr<Channel>> converters_;
  /** What the first channel has pulled and the others still have to use: interleaved. */
  std::vector<int16_t> input_;
  std::vector<float> output_;
};

}  // namespace engine
