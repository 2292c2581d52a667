#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/result.h"

/** Plain data that crosses between the engine and its caller. The words are those of
 * binding.d.ts. */
namespace engine {

enum class TrackKind { kAudio, kVideo };

inline const char* toString(TrackKind kind) {
  return kind == TrackKind::kAudio ? "audio" : "video";
}

struct SessionDescription {
  std::string type;
  std::string sdp;
};

struct IceCandidate {
  std::string candidate;
  std::optional<std::string> sdpMid;
  std::optional<int> sdpMLineIndex;
};

struct IceServer {
  std::vector<std::string> urls;
  std::string username;
  std::string credential;
};

struct PeerConnectionConfig {
  std::vector<IceServer> iceServers;
  bool relayOnly = false;
  bool loopbackOnly = false;
};

enum class VideoCodec { kVp8, kVp9, kH264, kAv1 };
enum class DegradationPreference { kBalanced, kMaintainFramerate, kMaintainResolution };
enum class ContentHint { kNone, kMotion, kDetail, kText };

struct SendOptions {
  std::vector<VideoCodec> codecs;
  std::optional<int> maxBitrate;
  std::optional<DegradationPreference> degradationPreference;
};

struct SendParameters {
  std::optional<bool> active;
  std::optional<int> maxBitrate;
  /** Video only, as the next one. */
  std::optional<double> scaleResolutionDownBy;
  std::optional<double> maxFramerate;
};

struct VideoTrackOptions {
  bool screencast = false;
  ContentHint contentHint = ContentHint::kNone;
};

struct TestPatternOptions {
  VideoTrackOptions video;
  int width = 0;
  int height = 0;
  double fps = 0;
};

struct ScreenOptions {
  VideoTrackOptions video;
  std::string screenId;
  double fps = 0;
  bool cursor = true;
};

/** What becomes of a capture, told on its thread. */
struct CaptureEvents {
  /** The first frame, or one of another size. */
  std::function<void(int width, int height)> resized;
  /** Last of all: there will be no more frames. */
  std::function<void(std::string reason)> ended;
};

struct MicrophoneOptions {
  bool echoCancellation = true;
  bool noiseSuppression = true;
  bool autoGainControl = true;
};

struct PcmOptions {
  int sampleRate = 0;
  int channels = 0;
  int maxQueuedMs = 0;
  /** Given for a producer with a clock of its own: how much is to wait on average. */
  std::optional<int> targetQueuedMs;
};

struct ToneOptions {
  int channels = 0;
  double frequency = 0;
  double amplitude = 0;
};

/** What an audio sink is to deliver; what is missing is as it was decoded, 10 ms at a time. */
struct AudioFormat {
  std::optional<int> sampleRate;
  std::optional<int> channels;
  std::optional<int> durationMs;
};

/** Interleaved 16-bit PCM. */
struct AudioChunk {
  std::vector<int16_t> samples;
  int sampleRate = 0;
  int channels = 0;
  /** When its first sample is played, on the clock of the frames that are received. */
  int64_t timestampUs = 0;
};

struct VideoTrackStats {
  uint64_t frames = 0;
  uint64_t dropped = 0;
};

struct SinkStats {
  uint64_t delivered = 0;
  uint64_t dropped = 0;
};

using StatsValue =
    std::variant<bool, double, std::string, std::vector<double>, std::vector<std::string>,
                 std::vector<std::pair<std::string, double>>>;

struct StatsEntry {
  std::string id;
  std::string type;
  double timestampMs = 0;
  std::vector<std::pair<std::string, StatsValue>> members;
};

using StatsReport = std::vector<StatsEntry>;

/** Called exactly once, on a thread of the engine, unless the object is closed first. */
template <typename T>
using Completion = std::function<void(Result<T>)>;

}  // namespace engine
