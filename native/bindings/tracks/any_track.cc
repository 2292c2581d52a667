#include "bindings/tracks/any_track.h"

#include <optional>
#include <string>

#include "bindings/tracks/local_tracks.h"
#include "bindings/tracks/remote_track_binding.h"

namespace bindings {
namespace {

struct LocalArgument {
  engine::LocalTrack* track = nullptr;
  uint64_t ownerId = 0;
};

template <typename Binding>
bool readAs(Napi::Value value, LocalArgument& result) {
  const auto* const binding = Binding::tryUnwrap(value);
  if (binding == nullptr) return false;
  result = {binding->track().get(), binding->ownerId()};
  return true;
}

template <typename... Bindings>
LocalArgument readAsOneOf(Napi::Value value, TrackList<Bindings...>) {
  LocalArgument result;
  static_cast<void>((readAs<Bindings>(value, result) || ...));
  return result;
}

LocalArgument readLocal(Napi::Value value) {
  return readAsOneOf(value, LocalTracks());
}

TrackArgument requireOpen(Napi::Value value, engine::Track* track, uint64_t ownerId,
                          engine::TrackKind kind, const char* sort) {
  if (track == nullptr || track->kind() != kind) {
    throw Napi::TypeError::New(
        value.Env(), std::string("track must be a ") + sort + " of kind " + engine::toString(kind));
  }
  if (!track->engine()) throw Napi::Error::New(value.Env(), "the track is closed");
  return {*track, ownerId};
}

}  // namespace

engine::LocalTrack& requireLocalTrack(Napi::Value value) {
  const auto local = readLocal(value);
  if (local.track == nullptr)
    throw Napi::TypeError::New(value.Env(), "track must be a local track");
  if (!local.track->engine()) throw Napi::Error::New(value.Env(), "the track is closed");
  return *local.track;
}

TrackArgument requireTrack(Napi::Value value, engine::TrackKind kind) {
  if (const auto* const remote = RemoteTrackBinding::tryUnwrap(value)) {
    return requireOpen(value, remote->track().get(), remote->ownerId(), kind, "track");
  }
  const auto local = readLocal(value);
  return requireOpen(value, local.track, local.ownerId, kind, "track");
}

TrackArgument requireRemoteTrack(Napi::Value value, engine::TrackKind kind) {
  const auto* const remote = RemoteTrackBinding::tryUnwrap(value);
  engine::Track* const track = remote == nullptr ? nullptr : remote->track().get();
  return requireOpen(value, track, remote == nullptr ? 0 : remote->ownerId(), kind, "remote track");
}

}  // namespace bindings
