#pragma once

#include <memory>

#include "bindings/tracks/local_track_binding.h"
#include "engine/video/video_track.h"

namespace bindings {

/** JS class `TestPatternTrack`. */
class TestPatternTrackBinding
    : public LocalTrackBinding<TestPatternTrackBinding, engine::TestPatternTrack> {
 public:
  static constexpr const char* kName = "TestPatternTrack";
  static constexpr napi_type_tag kTag = {0x7ac3b0155f2d4e68, 0xb1f3e98d27a04403};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<TestPatternTrackBinding> construct(Environment& environment,
                                                            const Napi::CallbackInfo& info);
  using LocalTrackBinding::LocalTrackBinding;

 private:
  Napi::Value stats(const Napi::CallbackInfo& info);
};

}  // namespace bindings
