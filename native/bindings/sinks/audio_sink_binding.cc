#include "bindings/sinks/audio_sink_binding.h"

#include "bindings/runtime/validate.h"
#include "bindings/tracks/any_track.h"

namespace bindings {

void AudioSinkBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(
      environment, exports,
      {method<&AudioSinkBinding::stats>("stats"), method<&AudioSinkBinding::closeFromJs>("close")});
}

std::unique_ptr<AudioSinkBinding> AudioSinkBinding::construct(Environment& environment,
                                                              const Napi::CallbackInfo& info) {
  const auto listener = requireFunction(info[1], "onData");
  return std::make_unique<AudioSinkBinding>(
      environment, requireRemoteTrack(info[0], engine::TrackKind::kAudio), listener);
}

void AudioSinkBinding::deliverNext() {
  if (const auto chunk = sink().take()) callListener(toJs(environment().env(), *chunk));
}

}  // namespace bindings
