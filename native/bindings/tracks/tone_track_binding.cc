#include "bindings/tracks/tone_track_binding.h"

namespace bindings {

void ToneTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports, members({}));
}

std::unique_ptr<ToneTrackBinding> ToneTrackBinding::construct(Environment& environment,
                                                              const Napi::CallbackInfo& info) {
  const auto options = toToneOptions(info[1], "options");
  return std::make_unique<ToneTrackBinding>(
      environment, EngineBinding::require(info[0], engine::AudioBackend::kVirtual), options);
}

}  // namespace bindings
