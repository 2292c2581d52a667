#include "bindings/tracks/pushed_audio_track_binding.h"

namespace bindings {

void PushedAudioTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  members({method<&PushedAudioTrackBinding::push>("push"),
                           method<&PushedAudioTrackBinding::clear>("clear"),
                           getter<&PushedAudioTrackBinding::queued>("queued")}));
}

Napi::Value PushedAudioTrackBinding::push(const Napi::CallbackInfo& info) {
  const auto samples = requireWholeFrames(info[0], "samples", track()->channels());
  return Napi::Number::New(info.Env(), static_cast<double>(track()->push(samples)));
}

Napi::Value PushedAudioTrackBinding::clear(const Napi::CallbackInfo& info) {
  track()->clear();
  return info.Env().Undefined();
}

Napi::Value PushedAudioTrackBinding::queued(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(track()->queued()));
}

}  // namespace bindings
