#pragma once

#include <functional>

#include "engine/core/sink.h"

namespace engine {

/** Receives the decoded audio of a remote track as 48 kHz PCM, in steps of 10 ms; at most
 * `kMaxAudioChunksQueued` wait to be taken. */
class AudioSink : public Sink<AudioChunk> {
 public:
  /** `wake` is called on a thread of the engine, once for each chunk that can be taken. */
  AudioSink(const Track& track, std::function<void()> wake);
};

}  // namespace engine
