#include "engine/audio/pcm_queue.h"

#include <algorithm>

#include "engine/core/limits.h"

namespace engine {
namespace {

/** Chunks to have, or to have waited for, before a stream that ran dry goes on. */
constexpr int kChunksAhead = 3;

}  // namespace

PcmQueue::PcmQueue(const PcmOptions& options)
    : channels_(options.channels),
      chunkFrames_(options.sampleRate / 100),
      capacityFrames_(static_cast<std::size_t>(options.sampleRate) * kPcmQueueSeconds),
      samples_(capacityFrames_ * channels_) {
}

std::size_t PcmQueue::push(std::span<const int16_t> samples) {
  std::lock_guard lock(mutex_);
  const std::size_t frames =
      std::min(samples.size() / channels_, capacityFrames_ - framesUnlocked());
  const std::size_t count = frames * channels_;
  if (end_ + count > samples_.size()) {
    std::copy(samples_.begin() + begin_, samples_.begin() + end_, samples_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  std::copy_n(samples.begin(), count, samples_.begin() + end_);
  end_ += count;
  return frames;
}

void PcmQueue::take(std::vector<int16_t>& chunk) {
  std::lock_guard lock(mutex_);
  chunk.assign(chunkFrames_ * channels_, 0);
  const std::size_t waiting = framesUnlocked();
  if (!flowing_) {
    if (waiting == 0) return;
    ++waited_;
    if (waiting < chunkFrames_ * kChunksAhead && waited_ < kChunksAhead) return;
    flowing_ = true;
  }
  const std::size_t count = std::min(waiting, chunkFrames_) * channels_;
  std::copy_n(samples_.begin() + begin_, count, chunk.begin());
  begin_ += count;
  if (waiting <= chunkFrames_) {
    // The chunk that empties the queue may still be whole; only the next one would have a hole.
    begin_ = end_ = 0;
  }
  if (waiting < chunkFrames_) {
    flowing_ = false;
    waited_ = 0;
  }
}

std::size_t PcmQueue::size() const {
  std::lock_guard lock(mutex_);
  return framesUnlocked();
}

}  // namespace engine
