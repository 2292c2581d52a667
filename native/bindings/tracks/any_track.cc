#include "bindings/tracks/any_track.h"

#include <optional>
#include <string>

#include "bindings/tracks/microphone_track_binding.h"
#include "bindings/tracks/pushed_audio_track_binding.h"
#include "bindings/tracks/pushed_video_track_binding.h"
#include "bindings/tracks/remote_track_binding.h"
#include "bindings/tracks/screen_track_binding.h"
#include "bindings/tracks/test_pattern_track_binding.h"
#include "bindings/tracks/tone_track_binding.h"

namespace bindings {
namespace {

struct LocalArgument {
  engine::LocalTrack* track = nullptr;
  uint64_t owner = 0;
};

template <typename Binding>
bool readAs(Napi::Value value, LocalArgument& result) {
  const auto* const binding = Binding::tryUnwrap(value);
  if (binding == nullptr) return false;
  result = {binding->track().get(), binding->owner()};
  return true;
}

LocalArgument readLocal(Napi::Value value) {
  LocalArgument result;
  readAs<PushedVideoTrackBinding>(value, result) ||
      readAs<PushedAudioTrackBinding>(value, result) ||
      readAs<TestPatternTrackBinding>(value, result) || readAs<ToneTrackBinding>(value, result) ||
      readAs<ScreenTrackBinding>(value, result) || readAs<MicrophoneTrackBinding>(value, result);
  return result;
}

TrackArgument requireOpen(Napi::Value value, engine::Track* track, uint64_t owner,
                          engine::TrackKind kind, const char* sort) {
  if (track == nullptr || track->kind() != kind) {
    throw Napi::TypeError::New(
        value.Env(), std::string("track must be a ") + sort + " of kind " + engine::toString(kind));
  }
  if (!track->engine()) throw Napi::Error::New(value.Env(), "the track is closed");
  return {*track, owner};
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
    return requireOpen(value, remote->track().get(), remote->owner(), kind, "track");
  }
  const auto local = readLocal(value);
  return requireOpen(value, local.track, local.owner, kind, "track");
}

TrackArgument requireRemoteTrack(Napi::Value value, engine::TrackKind kind) {
  const auto* const remote = RemoteTrackBinding::tryUnwrap(value);
  engine::Track* const track = remote == nullptr ? nullptr : remote->track().get();
  return requireOpen(value, track, remote == nullptr ? 0 : remote->owner(), kind, "remote track");
}

}  // namespace bindings
