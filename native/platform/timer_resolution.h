#pragma once

#ifdef _WIN32
#include <windows.h>
// Must follow windows.h.
#include <timeapi.h>
#endif

namespace platform {

/** While one lives, waits end within a millisecond of what was asked (Windows rounds up to 15.6 ms
 * by default). */
class TimerResolution {
 public:
#ifdef _WIN32
  TimerResolution() {
    timeBeginPeriod(1);
  }
  ~TimerResolution() {
    timeEndPeriod(1);
  }
#else
  TimerResolution() = default;
  ~TimerResolution() {
  }
#endif
  TimerResolution(const TimerResolution&) = delete;
  TimerResolution& operator=(const TimerResolution&) = delete;
};

}  // namespace platform
