#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/peer_connection_interface.h"
#include "engine/core/engine_internals.h"
#include "engine/core/result.h"
#include "engine/core/track_ref.h"
#include "engine/peer/peer_connection.h"
#include "engine/peer/remote_description.h"
#include "engine/peer/track_sender_ref.h"
#include "rtc_base/crypto_random.h"

namespace engine {

inline Error failure(std::string_view operation, std::string_view reason) {
  return {ErrorKind::kFailed, std::string(operation) + ": " + std::string(reason)};
}

inline Error closedError(std::string_view operation) {
  return {ErrorKind::kInvalidState, std::string(operation) + ": the peer connection is closed"};
}

inline Status toStatus(std::string_view operation, const webrtc::RTCError& error) {
  if (error.ok()) return success();
  return failure(operation, error.message());
}

/**
 * What lives on the signaling thread. Tasks share it; `close` empties it there, so the last one to
 * let go of it may be any thread.
 */
struct PeerConnection::Impl : webrtc::PeerConnectionObserver {
  explicit Impl(PeerConnectionEvents events) : events(std::move(events)) {}

  void open(Engine::Internals& internals, const PeerConnectionConfig& config);
  void close();
  void addTrack(Engine::Internals& internals, const TrackRef& track, TrackKind kind,
                const SendOptions& options, TrackSender::Ref& sender);
  /** After a description was set, which may have made senders ready for their parameters. */
  void applyParameters();

  void OnSignalingChange(webrtc::PeerConnectionInterface::SignalingState state) override {}
  void OnDataChannel(webrtc::scoped_refptr<webrtc::DataChannelInterface> channel) override {}
  void OnIceGatheringChange(webrtc::PeerConnectionInterface::IceGatheringState state) override {}
  void OnIceCandidate(const webrtc::IceCandidateInterface* candidate) override;
  void OnConnectionChange(webrtc::PeerConnectionInterface::PeerConnectionState state) override;
  void OnStandardizedIceConnectionChange(
      webrtc::PeerConnectionInterface::IceConnectionState state) override;
  void OnTrack(webrtc::scoped_refptr<webrtc::RtpTransceiverInterface> transceiver) override;
  void OnRemoveTrack(webrtc::scoped_refptr<webrtc::RtpReceiverInterface> receiver) override;

  /**
   * What was sent during an interruption is lost, and what follows cannot be decoded without it.
   * libwebrtc itself asks for a key frame only when it has waited for three seconds.
   */
  void startVideoAfresh();

  const PeerConnectionEvents events;
  webrtc::scoped_refptr<webrtc::PeerConnectionInterface> connection;
  /** Why there is no connection. */
  std::string openError;
  /** One stream for all tracks, so that the receiver keeps video and audio in step. */
  const std::string streamId = webrtc::CreateRandomUuid();
  std::vector<std::shared_ptr<TrackSender::Ref>> senders;
  std::vector<std::shared_ptr<TrackRef>> remoteTracks;
  RemoteCandidates remoteCandidates;
  /** Whether the connection was lost and is not back yet. */
  bool interrupted = false;
};

/** Runs `action` with the open connection on the signaling thread, or completes with the reason why
 * there is none. */
template <typename T, typename Action>
void run(const std::shared_ptr<Engine>& engine, std::shared_ptr<PeerConnection::Impl> impl,
         const char* operation, Completion<T> done, Action action) {
  if (!engine) {
    done(closedError(operation));
    return;
  }
  engine->post([impl = std::move(impl), operation, done = std::move(done),
                action = std::move(action)]() mutable {
    if (impl->connection) {
      action(*impl->connection, std::move(done));
    } else {
      done(failure(operation, impl->openError));
    }
  });
}

}  // namespace engine
