#include "bindings/tracks/pushed_video_track_binding.h"

#include "bindings/sinks/frame_binding.h"

namespace bindings {

void PushedVideoTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  members({method<&PushedVideoTrackBinding::push>("push"),
                           method<&PushedVideoTrackBinding::stats>("stats")}));
}

std::unique_ptr<PushedVideoTrackBinding> PushedVideoTrackBinding::construct(
    Environment& environment, const Napi::CallbackInfo& info) {
  const auto options = toVideoTrackOptions(info[1], "options");
  return std::make_unique<PushedVideoTrackBinding>(environment, EngineBinding::require(info[0]),
                                                   options);
}

Napi::Value PushedVideoTrackBinding::push(const Napi::CallbackInfo& info) {
  if (const auto* const frame = FrameBinding::tryUnwrap(info[0])) {
    return Napi::Boolean::New(info.Env(), track()->push(frame->require(info.Env())));
  }
  const auto taken = track()->push(toPixelView(info[0], "frame"));
  if (!taken.ok()) throw toJsError(info.Env(), taken.error());
  return Napi::Boolean::New(info.Env(), taken.value());
}

Napi::Value PushedVideoTrackBinding::stats(const Napi::CallbackInfo& info) {
  return toJs(info.Env(), track()->stats());
}

}  // namespace bindings
