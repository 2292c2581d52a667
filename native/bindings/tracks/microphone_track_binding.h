#pragma once

#include "bindings/tracks/local_track_binding.h"
#include "engine/audio/microphone_track.h"

namespace bindings {

/** JS class `MicrophoneTrack`. */
class MicrophoneTrackBinding
    : public LocalTrackBinding<MicrophoneTrackBinding, engine::MicrophoneTrack,
                               &toMicrophoneOptions, engine::AudioBackend::kPlatform> {
 public:
  static constexpr const char* kName = "MicrophoneTrack";
  static constexpr napi_type_tag kTag = {0x3be8d1f46a0c4792, 0x8e57c09b12fd6a43};

  using LocalTrackBinding::LocalTrackBinding;
};

}  // namespace bindings
