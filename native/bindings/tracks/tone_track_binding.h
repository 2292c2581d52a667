#pragma once

#include <memory>

#include "bindings/tracks/local_track_binding.h"
#include "engine/audio/audio_track.h"

namespace bindings {

/** JS class `ToneTrack`. */
class ToneTrackBinding : public LocalTrackBinding<ToneTrackBinding, engine::ToneTrack> {
 public:
  static constexpr const char* kName = "ToneTrack";
  static constexpr napi_type_tag kTag = {0xc4187f62e95d4d3a, 0x93d5b26e08a71f05};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<ToneTrackBinding> construct(Environment& environment,
                                                     const Napi::CallbackInfo& info);
  using LocalTrackBinding::LocalTrackBinding;
};

}  // namespace bindings
