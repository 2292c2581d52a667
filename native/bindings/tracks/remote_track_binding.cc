#include "bindings/tracks/remote_track_binding.h"

#include <utility>

#include "bindings/runtime/validate.h"

namespace bindings {

void RemoteTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  {getter<&RemoteTrackBinding::kind>("kind"), getter<&RemoteTrackBinding::id>("id"),
                   method<&RemoteTrackBinding::setVolume>("setVolume")});
}

std::unique_ptr<RemoteTrackBinding> RemoteTrackBinding::construct(Environment&,
                                                                  const Napi::CallbackInfo& info) {
  return rejectConstruction<RemoteTrackBinding>(info.Env());
}

RemoteTrackBinding::RemoteTrackBinding(std::shared_ptr<engine::RemoteTrack> track, uint64_t ownerId)
    : track_(std::move(track)), ownerId_(ownerId) {
}

Napi::Value RemoteTrackBinding::kind(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), engine::toString(track_->kind()));
}

Napi::Value RemoteTrackBinding::id(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), track_->id());
}

Napi::Value RemoteTrackBinding::setVolume(const Napi::CallbackInfo& info) {
  const double volume = requireNumber(info[0], "volume", 0, 100);
  if (track_->kind() != engine::TrackKind::kAudio) {
    throw Napi::TypeError::New(info.Env(), "track must be a remote track of kind audio");
  }
  track_->setVolume(volume / 100);
  return info.Env().Undefined();
}

}  // namespace bindings
