#include "bindings/tracks/screen_track_binding.h"

#include <string>
#include <utility>

#include "bindings/runtime/properties.h"

namespace bindings {

std::unique_ptr<ScreenTrackBinding> ScreenTrackBinding::construct(Environment& environment,
                                                                  const Napi::CallbackInfo& info) {
  const auto options = toScreenOptions(info[1], "options");
  const auto onEvent = requireFunction(info[2], "onEvent");
  return std::make_unique<ScreenTrackBinding>(environment, EngineBinding::require(info[0]), options,
                                              onEvent);
}

ScreenTrackBinding::ScreenTrackBinding(Environment& environment, const EngineBinding& engine,
                                       const engine::ScreenOptions& options, Napi::Function onEvent)
    : LocalTrackBinding(environment, engine, options), onEvent_(Napi::Persistent(onEvent)) {
  track()->start(events());
}

void ScreenTrackBinding::close() {
  LocalTrackBinding::close();
  onEvent_.Reset();
}

engine::CaptureEvents ScreenTrackBinding::events() {
  // Only the id leaves the JS thread: by the time a task runs, the track may be closed.
  const auto post = [dispatcher = environment().dispatcher(), id = liveId()](auto payload) {
    dispatcher->post([id, payload = std::move(payload)](Environment& environment) {
      auto* const self = static_cast<ScreenTrackBinding*>(environment.find(id));
      if (self == nullptr) return;
      const auto [name, value] = payload(environment.env());
      self->onEvent_.Value().Call({Napi::String::New(environment.env(), name), value});
    });
  };
  engine::CaptureEvents events;
  events.resized = [post](int width, int height) {
    post([width, height](Napi::Env env) {
      return std::pair<const char*, Napi::Value>(
          "resized", Properties(env).add("width", width).add("height", height).toObject());
    });
  };
  events.ended = [post](const std::string& reason) {
    post([reason](Napi::Env env) {
      return std::pair<const char*, Napi::Value>("ended", Napi::String::New(env, reason));
    });
  };
  return events;
}

}  // namespace bindings
