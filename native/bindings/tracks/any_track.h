#pragma once

#include <napi.h>

#include <cstdint>

#include "engine/core/track.h"

/** Arguments that may be one of several classes of tracks. */
namespace bindings {

struct TrackArgument {
  engine::Track& track;
  /** Id of the engine object that the track belongs to. */
  uint64_t ownerId;
};

/** An open local track. Throws otherwise. */
engine::LocalTrack& requireLocalTrack(Napi::Value value);

/** An open track of a kind, local or remote. Throws otherwise. */
TrackArgument requireTrack(Napi::Value value, engine::TrackKind kind);

/** An open remote track of a kind. Throws otherwise. */
TrackArgument requireRemoteTrack(Napi::Value value, engine::TrackKind kind);

}  // namespace bindings
