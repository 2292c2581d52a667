#include "engine/core/media_clock.h"

#include <algorithm>

#include "platform/thread_name.h"
#include "platform/timer_resolution.h"

namespace engine {
namespace {

/** Beyond this many periods behind, ticks are given up rather than made good. */
constexpr int kMaxTicksBehind = 20;

}  // namespace

MediaClock::~MediaClock() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

uint64_t MediaClock::add(Duration period, std::function<void()> tick) {
  std::lock_guard lock(mutex_);
  // First, because it may throw: a client added before would never be removed.
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  const uint64_t id = ++lastId_;
  clients_.emplace(id, Client{period, Clock::now() + period,
                              std::make_shared<const std::function<void()>>(std::move(tick))});
  changed_.notify_all();
  return id;
}

void MediaClock::remove(uint64_t id) {
  std::unique_lock lock(mutex_);
  clients_.erase(id);
  changed_.wait(lock, [&] { return running_ != id; });
}

void MediaClock::run() {
  platform::nameThread(name_);
  const platform::TimerResolution resolution;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto due = std::min_element(
        clients_.begin(), clients_.end(),
        [](const auto& left, const auto& right) { return left.second.next < right.second.next; });
    if (due == clients_.end()) {
      changed_.wait(lock);
      continue;
    }
    Client& client = due->second;
    const auto now = Clock::now();
    if (client.next > now) {
      // A copy: the client may be removed while this thread waits.
      const auto next = client.next;
      changed_.wait_until(lock, next);
      continue;
    }
    client.next += client.period;
    if (client.next + client.period * kMaxTicksBehind < now) client.next = now + client.period;
    const auto tick = client.tick;
    running_ = due->first;
    lock.unlock();
    (*tick)();
    lock.lock();
    running_ = 0;
    changed_.notify_all();
  }
}

}  // namespace engine
