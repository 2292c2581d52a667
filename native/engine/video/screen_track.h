#pragma once

#include <memory>

#include "engine/core/track.h"

namespace engine {

/** A video track that shows a screen. It has a thread of its own, because a grab takes its time. */
class ScreenTrack : public LocalTrack {
 public:
  ScreenTrack(std::shared_ptr<Engine> engine, const ScreenOptions& options);
  ~ScreenTrack() override;

  /** To be called once. The events come on the capturing thread; none after `close`. */
  void start(CaptureEvents events);

  /** Nothing is grabbed while it is disabled. */
  void setEnabled(bool enabled) override;
  VideoTrackStats stats() const;

  /** Waits for the grab that is under way, for at most kCapturePatience. */
  void close() override;

 private:
  struct Impl;
  const std::shared_ptr<Impl> impl_;
};

}  // namespace engine
