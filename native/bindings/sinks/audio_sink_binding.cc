#include "bindings/sinks/audio_sink_binding.h"

namespace bindings {

void AudioSinkBinding::deliverNext() {
  if (const auto chunk = sink().take()) callListener(toJs(environment().env(), *chunk));
}

}  // namespace bindings
