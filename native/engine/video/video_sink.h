#pragma once

#include <functional>

#include "engine/core/sink.h"
#include "engine/video/frame.h"

namespace engine {

/** Receives the video frames of a track; at most `kMaxFramesQueued` wait to be taken. */
class VideoSink : public Sink<Frame> {
 public:
  /** `wake` is called on a thread of the engine, once for each frame that can be taken. */
  VideoSink(const Track& track, std::function<void()> wake);
};

}  // namespace engine
