#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace engine {

/**
 * Interleaved PCM in order, with a little of what was taken last, so that it can go back as well as ahead. Not safe for
 * threads.
 */
class PcmBuffer {
 public:
  PcmBuffer(int channels, int sampleRate, std::size_t capacityFrames);

  /** Takes as many whole frames as there is room for; returns how many. */
  std::size_t push(std::span<const int16_t> samples);

  /** Fills the beginning of `target` with whole frames; returns how many. */
  std::size_t take(std::span<int16_t> target);

  /** Frames per channel that wait. */
  std::size_t size() const { return (end_ - begin_) / channels_; }

  /**
   * Leaves out about so many frames, or if negative repeats them, where the waveform fits best, and blends. Returns how
   * many it was: 0 if there is not enough to do it with.
   */
  int jump(int frames);

  /** Forgets all but a few milliseconds, which fade out. */
  void fadeOut();

 private:
  std::vector<int16_t>::iterator at(std::size_t index) {
    return samples_.begin() + static_cast<std::ptrdiff_t>(index);
  }
  /** How different the sound is `shift` frames away. */
  double difference(int shift) const;

  const std::size_t channels_;
  const std::size_t capacityFrames_;
  /** Frames that are blended. */
  const std::size_t blendFrames_;
  /** Frames by which a jump may differ from what was asked for. */
  const int slackFrames_;
  const std::size_t historyFrames_;
  std::vector<int16_t> samples_;
  // The part of `samples_` that waits; before it is the history.
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace engine
