#pragma once

#include "bindings/tracks/local_track_binding.h"
#include "engine/video/video_track.h"

namespace bindings {

/** JS class `PushedVideoTrack`. */
class PushedVideoTrackBinding
    : public LocalTrackBinding<PushedVideoTrackBinding, engine::PushedVideoTrack,
                               &toVideoTrackOptions> {
 public:
  static constexpr const char* kName = "PushedVideoTrack";
  static constexpr napi_type_tag kTag = {0x2e40b7a9d0c54b13, 0x8a6f0d59e7b21c02};

  using LocalTrackBinding::LocalTrackBinding;

  static void define(Environment& environment, Napi::Object exports);

 private:
  Napi::Value push(const Napi::CallbackInfo& info);
};

}  // namespace bindings
