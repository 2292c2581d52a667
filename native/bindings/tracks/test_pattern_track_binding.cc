#include "bindings/tracks/test_pattern_track_binding.h"

namespace bindings {

void TestPatternTrackBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  members({method<&TestPatternTrackBinding::stats>("stats")}));
}

std::unique_ptr<TestPatternTrackBinding> TestPatternTrackBinding::construct(
    Environment& environment, const Napi::CallbackInfo& info) {
  const auto options = toTestPatternOptions(info[1], "options");
  return std::make_unique<TestPatternTrackBinding>(environment, EngineBinding::require(info[0]),
                                                   options);
}

Napi::Value TestPatternTrackBinding::stats(const Napi::CallbackInfo& info) {
  return toJs(info.Env(), track()->stats());
}

}  // namespace bindings
