#pragma once

#include <memory>

#include "bindings/tracks/local_track_binding.h"
#include "engine/video/video_track.h"

namespace bindings {

/** JS class `PushedVideoTrack`. */
class PushedVideoTrackBinding
    : public LocalTrackBinding<PushedVideoTrackBinding, engine::PushedVideoTrack> {
 public:
  static constexpr const char* kName = "PushedVideoTrack";
  static constexpr napi_type_tag kTag = {0x2e40b7a9d0c54b13, 0x8a6f0d59e7b21c02};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<PushedVideoTrackBinding> construct(Environment& environment,
                                                            const Napi::CallbackInfo& info);
  using LocalTrackBinding::LocalTrackBinding;

 private:
  Napi::Value push(const Napi::CallbackInfo& info);
  Napi::Value stats(const Napi::CallbackInfo& info);
};

}  // namespace bindings
