#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace engine {

/**
 * One thread that calls its clients at a fixed rate. Rates are kept over time: a late tick is
 * followed by early ones, unless the thread was away for so long that catching up would only be a
 * burst.
 */
class MediaClock {
 public:
  using Duration = std::chrono::nanoseconds;

  /** `name` is that of its thread, and lives as long. */
  explicit MediaClock(const char* name) : name_(name) {}
  ~MediaClock();
  MediaClock(const MediaClock&) = delete;
  MediaClock& operator=(const MediaClock&) = delete;

  /** Calls `tick` every `period` until `remove`. The thread starts with the first client. */
  uint64_t add(Duration period, std::function<void()> tick);

  /** On return the client's tick is not running and will not run again. Not to be called from a
   * tick. */
  void remove(uint64_t id);

 private:
  using Clock = std::chrono::steady_clock;

  struct Client {
    Duration period;
    Clock::time_point next;
    std::shared_ptr<const std::function<void()>> tick;
  };

  void run();

  const char* const name_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<uint64_t, Client> clients_;
  std::thread thread_;
  uint64_t lastId_ = 0;
  uint64_t running_ = 0;
  bool stopping_ = false;
};

/** A client of a clock for as long as it lives. */
class Ticker {
 public:
  Ticker(MediaClock& clock, MediaClock::Duration period, std::function<void()> tick)
      : clock_(clock), id_(clock.add(period, std::move(tick))) {}
  ~Ticker() { clock_.remove(id_); }
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  MediaClock& clock_;
  const uint64_t id_;
};

}  // namespace engine
