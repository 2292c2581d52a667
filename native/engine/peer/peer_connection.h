#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/core/engine.h"
#include "engine/core/track.h"
#include "engine/core/types.h"

namespace engine {

class TrackSender;

/** Called on the signaling thread, in the order things happen, until the connection is closed. */
struct PeerConnectionEvents {
  std::function<void(IceCandidate)> candidate;
  /** The words of W3C RTCPeerConnectionState. */
  std::function<void(std::string)> connectionState;
  /** The words of W3C RTCIceConnectionState. */
  std::function<void(std::string)> iceConnectionState;
  std::function<void(RemoteTrackInfo)> track;
  /** The peer does not send the track with this id any more. */
  std::function<void(std::string)> trackEnded;
};

/**
 * One peer connection. For a JS thread, which it never blocks: everything is done on the signaling
 * thread in the order of the calls. Completions come from there too; those that are pending at
 * `close` may never come.
 */
class PeerConnection : public std::enable_shared_from_this<PeerConnection> {
 public:
  PeerConnection(std::shared_ptr<Engine> engine, const PeerConnectionConfig& config,
                 PeerConnectionEvents events);
  ~PeerConnection();
  PeerConnection(const PeerConnection&) = delete;
  PeerConnection& operator=(const PeerConnection&) = delete;

  /** Null once closed. */
  const std::shared_ptr<Engine>& engine() const { return engine_; }

  /** Adds a send-only track. A failure is told by the first operation on the sender. */
  std::shared_ptr<TrackSender> addTrack(const LocalTrack& track, const SendOptions& options);

  void createOffer(bool iceRestart, Completion<SessionDescription> done);
  void createAnswer(Completion<SessionDescription> done);
  void setLocalDescription(const SessionDescription& description, Completion<std::monostate> done);
  void setRemoteDescription(const SessionDescription& description, Completion<std::monostate> done);
  void addIceCandidate(const IceCandidate& candidate, Completion<std::monostate> done);
  void getStats(Completion<StatsReport> done);

  /** Idempotent. */
  void close();

  struct Impl;

 private:
  friend class TrackSender;

  std::shared_ptr<Engine> engine_;
  const std::shared_ptr<Impl> impl_;
};

}  // namespace engine
