#include "bindings/tracks/pushed_video_track_binding.h"

#include "bindings/sinks/frame_binding.h"

namespace bindings {

void PushedVideoTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports, members({method<&PushedVideoTrackBinding::push>("push")}));
}

Napi::Value PushedVideoTrackBinding::push(const Napi::CallbackInfo& info) {
  if (const auto* const frame = FrameBinding::tryUnwrap(info[0])) {
    return Napi::Boolean::New(info.Env(), track()->push(frame->require(info.Env())));
  }
  const auto taken = track()->push(toPixelView(info[0], "frame"));
  if (!taken.ok()) throw toJsError(info.Env(), taken.error());
  return Napi::Boolean::New(info.Env(), taken.value());
}

}  // namespace bindings
