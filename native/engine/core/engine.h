#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/core/types.h"

namespace engine {

/** Where audio comes from and goes to. */
enum class AudioBackend {
  /** Nowhere: audio is pushed, and read by sinks. */
  kVirtual,
  /** The microphones and loudspeakers of the machine. */
  kPlatform,
};

struct EngineOptions {
  AudioBackend audio = AudioBackend::kVirtual;
  /** Receivers play frames as soon as they can be decoded, instead of smoothing over jitter. */
  bool lowLatency = false;

  auto operator<=>(const EngineOptions&) const = default;
};

/**
 * libwebrtc's threads and factory. One per set of options and process, shared by everybody who asks
 * while it lives. When the last owner lets go a thread of its own ends it, because that waits for
 * every connection to close: 1.5 s for 200.
 *
 * The rule that keeps this so: only objects that are closed on a JS thread own an Engine. What runs
 * on the engine's threads owns parts of those objects, never the Engine.
 */
class Engine {
 public:
  static std::shared_ptr<Engine> acquire(const EngineOptions& options);

  /** Waits until every engine that nobody owns any more has ended. Not for one of its threads. */
  static void joinClosed();

  explicit Engine(const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /** Runs the task on the signaling thread, in the order of the calls. Never blocks. */
  void post(std::function<void()> task);

  AudioBackend audio() const;

  /** Takes another microphone or loudspeaker, at once if one is in use. */
  void selectMicrophone(const std::string& id, Completion<std::monostate> done);
  void selectSpeaker(const std::string& id, Completion<std::monostate> done);

  /** What only the units that know libwebrtc use. */
  struct Internals;
  Internals& internals() { return *internals_; }

 private:
  const std::unique_ptr<Internals> internals_;
};

/** The libwebrtc release that is linked in. */
const char* libwebrtcVersion();

}  // namespace engine
