#pragma once

#include <chrono>

#include "engine/core/limits.h"

namespace engine {

/** How often what nobody wants is done all the same: once per kIdlePeriod, the first time at once. */
class IdlePace {
 public:
  bool isDue() {
    const auto now = Clock::now();
    if (now < next_) return false;
    next_ = now + kIdlePeriod;
    return true;
  }

  /** It has just been done. */
  void postpone() { next_ = Clock::now() + kIdlePeriod; }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point next_;
};

}  // namespace engine
