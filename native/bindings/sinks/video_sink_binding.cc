#include "bindings/sinks/video_sink_binding.h"

#include <utility>

#include "bindings/sinks/frame_binding.h"

namespace bindings {

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
