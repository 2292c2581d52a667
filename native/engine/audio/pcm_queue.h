#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "engine/core/types.h"

namespace engine {

/**
 * Turns PCM that arrives in pieces of any size, at any moment, into an even stream of 10 ms chunks.
 * After running dry it waits for 30 ms of samples, or for 30 ms, before it goes on, so that a
 * caller that is a little late now and then is heard without holes; in the meantime it gives
 * silence.
 */
class PcmQueue {
 public:
  explicit PcmQueue(const PcmOptions& options);

  /** Takes as many whole frames as there is room for; returns how many. */
  std::size_t push(std::span<const int16_t> samples);

  /** Fills `chunk` with the next 10 ms. */
  void take(std::vector<int16_t>& chunk);

  /** Frames per channel that wait. */
  std::size_t size() const;

 private:
  std::size_t framesUnlocked() const { return (end_ - begin_) / channels_; }

  const std::size_t channels_;
  const std::size_t chunkFrames_;
  const std::size_t capacityFrames_;

  mutable std::mutex mutex_;
  std::vector<int16_t> samples_;
  // The part of `samples_` that waits.
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool flowing_ = false;
  int waited_ = 0;
};

}  // namespace engine
