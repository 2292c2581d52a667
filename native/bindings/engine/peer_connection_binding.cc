#include "bindings/engine/peer_connection_binding.h"

#include <utility>

#include "bindings/engine/track_sender_binding.h"
#include "bindings/runtime/validate.h"
#include "bindings/tracks/any_track.h"
#include "bindings/tracks/remote_track_binding.h"

namespace bindings {

void PeerConnectionBinding::define(Environment& environment, Napi::Object exports) {
  using Self = PeerConnectionBinding;
  Wrapped::define(environment, exports,
                  {method<&Self::addTrack>("addTrack"), method<&Self::createOffer>("createOffer"),
                   method<&Self::createAnswer>("createAnswer"),
                   method<&Self::setLocalDescription>("setLocalDescription"),
                   method<&Self::setRemoteDescription>("setRemoteDescription"),
                   method<&Self::addIceCandidate>("addIceCandidate"),
                   method<&Self::getStats>("getStats"), method<&Self::closeFromJs>("close")});
}

std::unique_ptr<PeerConnectionBinding> PeerConnectionBinding::construct(
    Environment& environment, const Napi::CallbackInfo& info) {
  const auto config = toPeerConnectionConfig(info[1], "config");
  const auto onEvent = requireFunction(info[2], "onEvent");
  return std::make_unique<PeerConnectionBinding>(environment, EngineBinding::require(info[0]),
                                                 config, onEvent);
}

PeerConnectionBinding::PeerConnectionBinding(Environment& environment, const EngineBinding& engine,
                                             const engine::PeerConnectionConfig& config,
                                             Napi::Function onEvent)
    : LiveObject(environment, engine.liveId()),
      onEvent_(Napi::Persistent(onEvent)),
      connection_(std::make_shared<engine::PeerConnection>(engine.engine(), config, events())) {
  hold_.emplace(environment.dispatcher());
}

void PeerConnectionBinding::close() {
  retire();
  if (!connection_->engine()) return;
  connection_->close();
  onEvent_.Reset();
  environment().rejectPending(liveId(), "the peer connection was closed");
  hold_.reset();
}

engine::PeerConnectionEvents PeerConnectionBinding::events() {
  // Only the id leaves the JS thread: by the time a task runs, the connection may be closed.
  const auto post = [dispatcher = environment().dispatcher(), id = liveId()](auto handle) {
    dispatcher->post([id, handle = std::move(handle)](Environment& environment) {
      if (auto* const self = static_cast<PeerConnectionBinding*>(environment.find(id)))
        handle(*self);
    });
  };
  const auto postText = [post](const char* name) {
    return [post, name](std::string text) {
      post([name, text = std::move(text)](PeerConnectionBinding& self) {
        self.emit(name, Napi::String::New(self.environment().env(), text));
      });
    };
  };

  engine::PeerConnectionEvents events;
  events.candidate = [post](engine::IceCandidate candidate) {
    post([candidate = std::move(candidate)](PeerConnectionBinding& self) {
      self.emit("candidate", toJs(self.environment().env(), candidate));
    });
  };
  events.connectionState = postText("connectionState");
  events.iceConnectionState = postText("iceConnectionState");
  events.trackEnded = postText("trackEnded");
  events.track = [post](engine::RemoteTrackInfo info) {
    post([info = std::move(info)](PeerConnectionBinding& self) {
      auto track = std::make_shared<engine::RemoteTrack>(self.connection_, info);
      auto binding = std::make_unique<RemoteTrackBinding>(std::move(track), self.ownerId());
      self.emit("track", RemoteTrackBinding::wrap(self.environment(), std::move(binding)));
    });
  };
  return events;
}

void PeerConnectionBinding::emit(const char* name, Napi::Value payload) {
  // The listener may close the connection, which lets go of the function while it runs.
  onEvent_.Value().Call({Napi::String::New(payload.Env(), name), payload});
}

Napi::Value PeerConnectionBinding::addTrack(const Napi::CallbackInfo& info) {
  const auto options = toSendOptions(info[1], "options");
  const auto& track = requireLocalTrack(info[0]);
  if (!connection_->engine()) {
    throw Napi::Error::New(info.Env(), "addTrack: the peer connection is closed");
  }
  if (track.engine() != connection_->engine()) {
    throw Napi::TypeError::New(info.Env(),
                               "track must be of the same engine as the peer connection");
  }
  return TrackSenderBinding::wrap(
      environment(),
      std::make_unique<TrackSenderBinding>(connection_->addTrack(track, options), liveId()));
}

Napi::Value PeerConnectionBinding::createOffer(const Napi::CallbackInfo& info) {
  bool iceRestart = false;
  if (!info[0].IsUndefined()) {
    const auto options = requireObject(info[0], "options");
    iceRestart = optionalField(options, "iceRestart", "options", requireBoolean).value_or(false);
  }
  return environment().promise<engine::SessionDescription>(
      liveId(), [&](auto done) { connection_->createOffer(iceRestart, std::move(done)); });
}

Napi::Value PeerConnectionBinding::createAnswer(const Napi::CallbackInfo&) {
  return environment().promise<engine::SessionDescription>(
      liveId(), [&](auto done) { connection_->createAnswer(std::move(done)); });
}

Napi::Value PeerConnectionBinding::setLocalDescription(const Napi::CallbackInfo& info) {
  const auto description = toSessionDescription(info[0], "description");
  return environment().promise<std::monostate>(
      liveId(), [&](auto done) { connection_->setLocalDescription(description, std::move(done)); });
}

Napi::Value PeerConnectionBinding::setRemoteDescription(const Napi::CallbackInfo& info) {
  const auto description = toSessionDescription(info[0], "description");
  return environment().promise<std::monostate>(liveId(), [&](auto done) {
    connection_->setRemoteDescription(description, std::move(done));
  });
}

Napi::Value PeerConnectionBinding::addIceCandidate(const Napi::CallbackInfo& info) {
  const auto candidate = toIceCandidate(info[0], "candidate");
  return environment().promise<std::monostate>(
      liveId(), [&](auto done) { connection_->addIceCandidate(candidate, std::move(done)); });
}

Napi::Value PeerConnectionBinding::getStats(const Napi::CallbackInfo&) {
  return environment().promise<engine::StatsReport>(
      liveId(), [&](auto done) { connection_->getStats(std::move(done)); });
}

Napi::Value PeerConnectionBinding::closeFromJs(const Napi::CallbackInfo& info) {
  close();
  return info.Env().Undefined();
}

}  // namespace bindings
