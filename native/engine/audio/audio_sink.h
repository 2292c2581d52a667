#pragma once

#include <functional>

#include "engine/core/sink.h"

namespace engine {

/** Receives the decoded audio of a remote track, as 48 kHz PCM in steps of 10 ms unless something
 * else is asked for; at most `kAudioQueuedMs` wait to be taken. */
class AudioSink : public Sink<AudioChunk> {
 public:
  /** `wake` is called on a thread of the engine, once for each chunk that can be taken. */
  AudioSink(const Track& track, const AudioFormat& format, std::function<void()> wake);
};

}  // namespace engine
