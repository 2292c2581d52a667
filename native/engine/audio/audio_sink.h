#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "engine/core/track.h"

namespace engine {

/** Receives the decoded audio of a remote track as 48 kHz PCM, in steps of 10 ms. For a JS thread.
 */
class AudioSink {
 public:
  /** `wake` is called on a thread of the engine, once for each chunk that can be taken. */
  AudioSink(const Track& track, std::function<void()> wake);
  ~AudioSink();
  AudioSink(const AudioSink&) = delete;
  AudioSink& operator=(const AudioSink&) = delete;

  std::optional<AudioChunk> take();
  SinkStats stats() const;

  /** Idempotent. */
  void close();

 private:
  class Impl;
  std::shared_ptr<Engine> engine_;
  const std::shared_ptr<Impl> impl_;
};

}  // namespace engine
