#include "engine/audio/fill_control.h"

#include <algorithm>
#include <cmath>

namespace engine {
namespace {

constexpr double kMaxSpeedChange = 0.005;

/** How far from the target it runs at that speed. What is more is made good by jumps. */
constexpr double kRangeMs = 10;

/** Beyond this it is no drift, but a burst or a standstill of the producer: one jump makes all of it good. */
constexpr double kBurstMs = 60;
constexpr double kSmallJumpMs = 10;

/** Share of a value in an average over one second of values 10 ms apart. */
constexpr double kWeight = 0.01;

}  // namespace

FillControl::Correction FillControl::update(double fillMs) {
  average_ += (fillMs - average_) * kWeight;
  const double error = average_ - target_;
  Correction correction;
  correction.speed = 1 + std::clamp(error / kRangeMs, -1.0, 1.0) * kMaxSpeedChange;
  if (error > kBurstMs) {
    correction.jumpMs = error;
  } else if (std::abs(error) > kRangeMs) {
    correction.jumpMs = std::copysign(kSmallJumpMs, error);
  }
  return correction;
}

}  // namespace engine
