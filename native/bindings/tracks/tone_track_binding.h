#pragma once

#include "bindings/tracks/local_track_binding.h"
#include "engine/audio/audio_track.h"

namespace bindings {

/** JS class `ToneTrack`. */
class ToneTrackBinding : public LocalTrackBinding<ToneTrackBinding, engine::ToneTrack,
                                                  &toToneOptions, engine::AudioBackend::kVirtual> {
 public:
  static constexpr const char* kName = "ToneTrack";
  static constexpr napi_type_tag kTag = {0xc4187f62e95d4d3a, 0x93d5b26e08a71f05};

  using LocalTrackBinding::LocalTrackBinding;
};

}  // namespace bindings
