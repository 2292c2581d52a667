#include "engine/audio/pcm_buffer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace engine {

PcmBuffer::PcmBuffer(int channels, int sampleRate, std::size_t capacityFrames)
    : channels_(channels),
      capacityFrames_(capacityFrames),
      blendFrames_(sampleRate / 200),
      slackFrames_(sampleRate / 200),
      historyFrames_(sampleRate / 50),
      samples_((capacityFrames + 2 * historyFrames_) * channels_) {
}

std::size_t PcmBuffer::push(std::span<const int16_t> samples) {
  const std::size_t frames = std::min(samples.size() / channels_, capacityFrames_ - size());
  const std::size_t count = frames * channels_;
  if (end_ + count > samples_.size()) {
    const std::size_t kept = begin_ - std::min(begin_, historyFrames_ * channels_);
    std::copy(at(kept), at(end_), samples_.begin());
    begin_ -= kept;
    end_ -= kept;
  }
  std::copy_n(samples.begin(), count, at(end_));
  end_ += count;
  return frames;
}

std::size_t PcmBuffer::take(std::span<int16_t> target) {
  const std::size_t count = std::min(target.size(), end_ - begin_);
  std::copy_n(at(begin_), count, target.begin());
  begin_ += count;
  return count / channels_;
}

int PcmBuffer::jump(int frames) {
  const int ahead = static_cast<int>(size()) - static_cast<int>(blendFrames_);
  const int behind = static_cast<int>(begin_ / channels_);
  const int least = std::max(frames - slackFrames_, -behind);
  const int most = std::min(frames + slackFrames_, ahead);
  // Both sides of the blend have to be there, and must not overlap.
  if (ahead < 0 || most < least || std::abs(frames) < 2 * slackFrames_) return 0;
  int best = 0;
  double bestDifference = std::numeric_limits<double>::max();
  for (int shift = least; shift <= most; ++shift) {
    const double now = difference(shift);
    if (now >= bestDifference) continue;
    best = shift;
    bestDifference = now;
  }
  const auto from = begin_;
  const auto to =
      begin_ + static_cast<std::ptrdiff_t>(best) * static_cast<std::ptrdiff_t>(channels_);
  for (std::size_t i = 0; i < blendFrames_ * channels_; ++i) {
    const auto share = static_cast<float>(i / channels_) / static_cast<float>(blendFrames_);
    const auto blended = static_cast<float>(samples_[from + i]) * (1 - share) +
                         static_cast<float>(samples_[to + i]) * share;
    samples_[to + i] = static_cast<int16_t>(std::lrintf(blended));
  }
  begin_ = to;
  return best;
}

double PcmBuffer::difference(int shift) const {
  const std::size_t to =
      begin_ + static_cast<std::ptrdiff_t>(shift) * static_cast<std::ptrdiff_t>(channels_);
  double sum = 0;
  for (std::size_t i = 0; i < blendFrames_; i += 2) {
    sum += std::abs(samples_[begin_ + i * channels_] - samples_[to + i * channels_]);
  }
  return sum;
}

void PcmBuffer::fadeOut() {
  const std::size_t frames = std::min(size(), blendFrames_);
  for (std::size_t i = 0; i < frames * channels_; ++i) {
    const auto share = static_cast<float>(i / channels_ + 1) / static_cast<float>(frames);
    auto& sample = samples_[begin_ + i];
    sample = static_cast<int16_t>(std::lrintf(static_cast<float>(sample) * (1 - share)));
  }
  end_ = begin_ + frames * channels_;
}

}  // namespace engine
