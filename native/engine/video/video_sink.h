#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "engine/core/track.h"
#include "engine/video/frame.h"

namespace engine {

/** Receives the frames of a video track; at most `kMaxFramesInFlight` wait to be taken. For a JS
 * thread. */
class VideoSink {
 public:
  /** `wake` is called on a thread of the engine, once for each frame that can be taken. */
  VideoSink(const Track& track, std::function<void()> wake);
  ~VideoSink();
  VideoSink(const VideoSink&) = delete;
  VideoSink& operator=(const VideoSink&) = delete;

  std::optional<Frame> take();
  SinkStats stats() const;

  /** Idempotent. */
  void close();

 private:
  class Impl;
  std::shared_ptr<Engine> engine_;
  const std::shared_ptr<Impl> impl_;
};

}  // namespace engine
