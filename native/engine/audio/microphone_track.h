#pragma once

#include <memory>

#include "engine/core/track.h"

namespace engine {

/** An audio track that sends what the engine's sound device records. */
class MicrophoneTrack : public LocalTrack {
 public:
  MicrophoneTrack(std::shared_ptr<Engine> engine, const MicrophoneOptions& options);
};

}  // namespace engine
