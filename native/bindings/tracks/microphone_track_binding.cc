#include "bindings/tracks/microphone_track_binding.h"

namespace bindings {

void MicrophoneTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports, members({}));
}

std::unique_ptr<MicrophoneTrackBinding> MicrophoneTrackBinding::construct(
    Environment& environment, const Napi::CallbackInfo& info) {
  const auto options = toMicrophoneOptions(info[1], "options");
  return std::make_unique<MicrophoneTrackBinding>(
      environment, EngineBinding::require(info[0], engine::AudioBackend::kPlatform), options);
}

}  // namespace bindings
