#include "bindings/tracks/pushed_audio_track_binding.h"

#include <string>

namespace bindings {

void PushedAudioTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  members({method<&PushedAudioTrackBinding::push>("push"),
                           getter<&PushedAudioTrackBinding::queued>("queued")}));
}

Napi::Value PushedAudioTrackBinding::push(const Napi::CallbackInfo& info) {
  const auto samples = requireSamples(info[0], "samples");
  if (samples.size() % track()->channels() != 0) {
    throw Napi::RangeError::New(info.Env(), "samples must hold whole frames: a multiple of " +
                                                std::to_string(track()->channels()));
  }
  return Napi::Number::New(info.Env(), static_cast<double>(track()->push(samples)));
}

Napi::Value PushedAudioTrackBinding::queued(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(track()->queued()));
}

}  // namespace bindings
