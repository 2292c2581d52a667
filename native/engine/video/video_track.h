#pragma once

#include <memory>

#include "engine/core/track.h"
#include "engine/video/frame.h"

namespace engine {

/** A video track whose frames come from the caller. */
class PushedVideoTrack : public LocalTrack {
 public:
  PushedVideoTrack(std::shared_ptr<Engine> engine, const VideoTrackOptions& options);
  ~PushedVideoTrack() override;

  /** True if the frame was taken, false if it was not wanted. The view must be valid. */
  Result<bool> push(const PixelView& view);
  bool push(const Frame& frame);

  VideoTrackStats stats() const;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

/** A video track that draws its own frames: test_pattern.h tells what. */
class TestPatternTrack : public LocalTrack {
 public:
  TestPatternTrack(std::shared_ptr<Engine> engine, const TestPatternOptions& options);
  ~TestPatternTrack() override;

  /** While disabled it draws next to nothing. */
  void setEnabled(bool enabled) override;
  VideoTrackStats stats() const;
  void close() override;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace engine
