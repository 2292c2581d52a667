#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

#include "engine/core/types.h"

namespace engine {

/**
 * A bounded queue between a thread of the engine and a JS thread. When it is full the newest item
 * wins and the oldest is dropped and counted. `wake` is called once for every item that `take` will
 * find.
 */
template <typename Item>
class Inbox {
 public:
  Inbox(std::size_t capacity, std::function<void()> wake)
      : capacity_(capacity), wake_(std::move(wake)) {}

  void put(Item item) {
    {
      std::lock_guard lock(mutex_);
      if (closed_) return;
      items_.push_back(std::move(item));
      if (items_.size() > capacity_) {
        // The wake-up for the dropped item finds this one.
        items_.pop_front();
        ++dropped_;
        return;
      }
    }
    wake_();
  }

  std::optional<Item> take() {
    std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    std::optional<Item> item(std::move(items_.front()));
    items_.pop_front();
    ++delivered_;
    return item;
  }

  void close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    items_.clear();
  }

  SinkStats stats() const {
    std::lock_guard lock(mutex_);
    return {delivered_, dropped_};
  }

 private:
  const std::size_t capacity_;
  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::deque<Item> items_;
  bool closed_ = false;
  uint64_t delivered_ = 0;
  uint64_t dropped_ = 0;
};

}  // namespace engine
