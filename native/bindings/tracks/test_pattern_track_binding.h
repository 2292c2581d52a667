#pragma once

#include "bindings/tracks/local_track_binding.h"
#include "engine/video/video_track.h"

namespace bindings {

/** JS class `TestPatternTrack`. */
class TestPatternTrackBinding
    : public LocalTrackBinding<TestPatternTrackBinding, engine::TestPatternTrack,
                               &toTestPatternOptions> {
 public:
  static constexpr const char* kName = "TestPatternTrack";
  static constexpr napi_type_tag kTag = {0x7ac3b0155f2d4e68, 0xb1f3e98d27a04403};

  using LocalTrackBinding::LocalTrackBinding;
};

}  // namespace bindings
