#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "engine/core/inbox.h"
#include "engine/core/track.h"

namespace engine {

/** The half of a sink that libwebrtc calls: puts what a track delivers into an inbox. */
template <typename Item>
class Receiver {
 public:
  Receiver(std::size_t capacity, std::function<void()> wake) : inbox(capacity, std::move(wake)) {}
  virtual ~Receiver() = default;

  /** On the signaling thread; `track` is not empty. */
  virtual void attach(const TrackRef& track) = 0;
  /** On the signaling thread; also without `attach` before it. */
  virtual void detach() = 0;

  Inbox<Item> inbox;
};

/** Receives what a track delivers, for a JS thread. */
template <typename Item>
class Sink {
 public:
  ~Sink() { close(); }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  std::optional<Item> take() { return receiver_->inbox.take(); }
  SinkStats stats() const { return receiver_->inbox.stats(); }

  /** Idempotent. */
  void close() {
    if (!engine_) return;
    receiver_->inbox.close();
    engine_->post([receiver = receiver_] { receiver->detach(); });
    engine_.reset();
  }

 protected:
  Sink(const Track& track, std::shared_ptr<Receiver<Item>> receiver)
      : engine_(track.engine()), receiver_(std::move(receiver)) {
    engine_->post([receiver = receiver_, ref = track.ref()] {
      if (isOpen(*ref)) receiver->attach(*ref);
    });
  }

 private:
  std::shared_ptr<Engine> engine_;
  const std::shared_ptr<Receiver<Item>> receiver_;
};

}  // namespace engine
