#include "bindings/sinks/video_sink_binding.h"

#include <utility>

#include "bindings/runtime/validate.h"
#include "bindings/sinks/frame_binding.h"
#include "bindings/tracks/any_track.h"

namespace bindings {

void VideoSinkBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(
      environment, exports,
      {method<&VideoSinkBinding::stats>("stats"), method<&VideoSinkBinding::closeFromJs>("close")});
}

std::unique_ptr<VideoSinkBinding> VideoSinkBinding::construct(Environment& environment,
                                                              const Napi::CallbackInfo& info) {
  const auto listener = requireFunction(info[1], "onFrame");
  return std::make_unique<VideoSinkBinding>(
      environment, requireTrack(info[0], engine::TrackKind::kVideo), listener);
}

void VideoSinkBinding::deliverNext() {
  auto next = sink().take();
  if (!next) return;
  const Napi::Env env = environment().env();
  auto binding = std::make_unique<FrameBinding>(env, std::move(*next), false);
  // Alive until the end of this scope, which holds on to the JS object.
  FrameBinding& frame = *binding;
  const auto object = FrameBinding::wrap(environment(), std::move(binding));
  struct Closer {
    FrameBinding& frame;
    ~Closer() { frame.close(); }
  } const closer{frame};
  callListener(object);
}

}  // namespace bindings
