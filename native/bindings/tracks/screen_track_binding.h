#pragma once

#include <memory>

#include "bindings/tracks/local_track_binding.h"
#include "engine/video/screen_track.h"

namespace bindings {

/** JS class `ScreenTrack`. */
class ScreenTrackBinding
    : public LocalTrackBinding<ScreenTrackBinding, engine::ScreenTrack, &toScreenOptions> {
 public:
  static constexpr const char* kName = "ScreenTrack";
  static constexpr napi_type_tag kTag = {0x51c7e2890da64b3f, 0xa60f3d95e1b7284c};

  static std::unique_ptr<ScreenTrackBinding> construct(Environment& environment,
                                                       const Napi::CallbackInfo& info);

  ScreenTrackBinding(Environment& environment, const EngineBinding& engine,
                     const engine::ScreenOptions& options, Napi::Function onEvent);
  void close() override;

 private:
  engine::CaptureEvents events();

  Napi::FunctionReference onEvent_;
};

}  // namespace bindings
