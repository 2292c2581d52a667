#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "engine/audio/fill_control.h"
#include "engine/audio/pcm_buffer.h"
#include "engine/audio/rate_converter.h"
#include "engine/core/types.h"

namespace engine {

/**
 * Turns PCM of any rate that arrives in pieces of any size, at any moment, into an even stream of 10 ms at 48 kHz.
 *
 * After running dry it waits for 30 ms of samples (or its target, if there is one), or for as much time, before it goes
 * on, so that a caller that is a little late now and then is heard without holes; in the meantime it gives silence. Sound
 * that breaks off fades out, and what comes after it fades in.
 */
class PcmQueue {
 public:
  explicit PcmQueue(const PcmOptions& options);

  /** Takes as many whole frames as there is room for; returns how many. */
  std::size_t push(std::span<const int16_t> samples);

  /** Fills `chunk` with the next 10 ms. */
  void take(std::vector<int16_t>& chunk);

  /** Drops what waits; what is being heard fades out. */
  void clear();

  /** Frames per channel that wait. */
  std::size_t size() const;

 private:
  enum class State {
    /** Silent, until there is enough. */
    kWaiting,
    kFlowing,
    /** Gives what the converter still holds. */
    kEnding,
  };

  void pull(std::span<int16_t> frames);
  bool isReady();
  void correctDrift();
  std::size_t framesOf(double milliseconds) const;

  const int sampleRate_;
  const std::size_t channels_;
  const int ticksAhead_;
  const std::size_t startFrames_;
  const std::size_t fadeFrames_;

  mutable std::mutex mutex_;
  PcmBuffer buffer_;
  RateConverter converter_;
  std::optional<FillControl> control_;
  State state_ = State::kWaiting;
  /** How often `take` found something and waited for more. */
  int waited_ = 0;
  /** Frames since it began to flow, up to the end of the fade. */
  std::size_t faded_ = 0;
  double speed_ = 1;
  /** Of each channel. */
  std::vector<int16_t> last_;
};

}  // namespace engine
