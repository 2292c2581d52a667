#include "bindings/engine/track_sender_binding.h"

#include <utility>

#include "bindings/runtime/validate.h"
#include "bindings/tracks/any_track.h"

namespace bindings {

void TrackSenderBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  {method<&TrackSenderBinding::replaceTrack>("replaceTrack"),
                   method<&TrackSenderBinding::setParameters>("setParameters")});
}

std::unique_ptr<TrackSenderBinding> TrackSenderBinding::construct(Environment&,
                                                                  const Napi::CallbackInfo& info) {
  return rejectConstruction<TrackSenderBinding>(info.Env());
}

TrackSenderBinding::TrackSenderBinding(std::shared_ptr<engine::TrackSender> sender,
                                       uint64_t connection)
    : sender_(std::move(sender)), connection_(connection) {
}

Napi::Value TrackSenderBinding::replaceTrack(const Napi::CallbackInfo& info) {
  const engine::LocalTrack* const track = info[0].IsNull() ? nullptr : &requireLocalTrack(info[0]);
  if (track != nullptr && track->kind() != sender_->kind()) {
    throw Napi::TypeError::New(
        info.Env(), std::string("track must be of kind ") + engine::toString(sender_->kind()));
  }
  // Its observers would be called on another thread than that of the sender, where libwebrtc aborts.
  if (track != nullptr && sender_->engine() && track->engine() != sender_->engine()) {
    throw Napi::TypeError::New(info.Env(),
                               "track must be of the same engine as the peer connection");
  }
  return Environment::of(info.Env())->promise<std::monostate>(connection_, [&](auto done) {
    sender_->replaceTrack(track, std::move(done));
  });
}

Napi::Value TrackSenderBinding::setParameters(const Napi::CallbackInfo& info) {
  const auto parameters = toSendParameters(info[0], "parameters");
  const bool ofVideo = parameters.scaleResolutionDownBy || parameters.maxFramerate;
  if (ofVideo && sender_->kind() != engine::TrackKind::kVideo) {
    throw Napi::TypeError::New(
        info.Env(), "parameters may have scaleResolutionDownBy and maxFramerate for video only");
  }
  return Environment::of(info.Env())->promise<std::monostate>(connection_, [&](auto done) {
    sender_->setParameters(parameters, std::move(done));
  });
}

}  // namespace bindings
