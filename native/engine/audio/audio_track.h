#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "engine/core/track.h"

namespace engine {

/** An audio track whose samples come from the caller. */
class PushedAudioTrack : public LocalTrack {
 public:
  PushedAudioTrack(std::shared_ptr<Engine> engine, const PcmOptions& options);
  ~PushedAudioTrack() override;

  /** Interleaved samples, whole frames. Returns how many frames were taken. */
  std::size_t push(std::span<const int16_t> samples);

  /** Frames per channel that wait to be sent. */
  std::size_t queued() const;
  int channels() const;

  /** Drops what waits. */
  void clear();

  void close() override;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

/** An audio track that plays a sine wave, the same on all channels. */
class ToneTrack : public LocalTrack {
 public:
  ToneTrack(std::shared_ptr<Engine> engine, const ToneOptions& options);
  ~ToneTrack() override;

  void close() override;

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace engine
