#pragma once

#include <memory>

#include "engine/core/track.h"
#include "engine/core/types.h"
#include "engine/peer/peer_connection.h"

namespace engine {

/** The sending of one track over one connection. For a JS thread. */
class TrackSender {
 public:
  struct Ref;
  TrackSender(std::shared_ptr<PeerConnection> connection, std::shared_ptr<Ref> ref, TrackKind kind);

  TrackKind kind() const { return kind_; }

  /** Null once the connection is closed. */
  const std::shared_ptr<Engine>& engine() const { return connection_->engine(); }

  /** `track` is of the same kind and engine, or null to send nothing. */
  void replaceTrack(const LocalTrack* track, Completion<std::monostate> done);
  void setParameters(const SendParameters& parameters, Completion<std::monostate> done);

 private:
  const std::shared_ptr<PeerConnection> connection_;
  const std::shared_ptr<Ref> ref_;
  const TrackKind kind_;
};

}  // namespace engine
