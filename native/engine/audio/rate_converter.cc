#include "engine/audio/rate_converter.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "common_audio/resampler/sinc_resampler.h"

namespace engine {
namespace {

/** Five milliseconds, so that little is held back; never less than the kernel needs. */
std::size_t blockOf(int inputRate) {
  return std::max<std::size_t>(inputRate / 200, webrtc::SincResampler::kKernelSize + 8);
}

int16_t toSample(float value) {
  using Limits = std::numeric_limits<int16_t>;
  return static_cast<int16_t>(std::lrintf(std::clamp<float>(value, Limits::min(), Limits::max())));
}

}  // namespace

/** One channel: libwebrtc's converter has no more. */
class RateConverter::Channel : public webrtc::SincResamplerCallback {
 public:
  Channel(RateConverter& owner, std::size_t index)
      : owner_(owner), index_(index), resampler_(owner.ratio_, owner.blockFrames_, this) {}

  void Run(size_t frames, float* destination) override {
    owner_.feed(index_, {destination, frames});
  }

  webrtc::SincResampler& resampler() { return resampler_; }

  /** How many frames of `input_` this channel has used. */
  std::size_t used = 0;

 private:
  RateConverter& owner_;
  const std::size_t index_;
  webrtc::SincResampler resampler_;
};

RateConverter::RateConverter(int channels, int inputRate, int outputRate, Pull pull)
    : channels_(channels),
      ratio_(static_cast<double>(inputRate) / outputRate),
      blockFrames_(blockOf(inputRate)),
      pull_(std::move(pull)) {
  for (std::size_t i = 0; i < channels_; ++i) {
    converters_.push_back(std::make_unique<Channel>(*this, i));
  }
}

RateConverter::~RateConverter() = default;

void RateConverter::produce(std::span<int16_t> output) {
  const std::size_t frames = output.size() / channels_;
  output_.resize(frames);
  for (std::size_t channel = 0; channel < channels_; ++channel) {
    converters_[channel]->resampler().Resample(frames, output_.data());
    for (std::size_t i = 0; i < frames; ++i) {
      output[i * channels_ + channel] = toSample(output_[i]);
    }
  }
  // The channels go in step, so that none has anything left.
  input_.clear();
  for (const auto& converter : converters_) converter->used = 0;
}

void RateConverter::setSpeed(double speed) {
  for (const auto& converter : converters_) converter->resampler().SetRatio(ratio_ * speed);
}

void RateConverter::reset() {
  for (const auto& converter : converters_) converter->resampler().Flush();
}

void RateConverter::feed(std::size_t channel, std::span<float> target) {
  std::size_t& used = converters_[channel]->used;
  const std::size_t needed = (used + target.size()) * channels_;
  if (input_.size() < needed) {
    const std::size_t from = input_.size();
    input_.resize(needed);
    pull_(std::span(input_).subspan(from));
  }
  for (std::size_t i = 0; i < target.size(); ++i) {
    target[i] = input_[(used + i) * channels_ + channel];
  }
  used += target.size();
}

}  // namespace engine
