#pragma once

#include "bindings/tracks/local_track_binding.h"
#include "engine/audio/audio_track.h"

namespace bindings {

/** JS class `PushedAudioTrack`. */
class PushedAudioTrackBinding
    : public LocalTrackBinding<PushedAudioTrackBinding, engine::PushedAudioTrack, &toPcmOptions,
                               engine::AudioBackend::kVirtual> {
 public:
  static constexpr const char* kName = "PushedAudioTrack";
  static constexpr napi_type_tag kTag = {0x0d95e2c7413b4a8f, 0xa7c2165b9f8e3d04};

  using LocalTrackBinding::LocalTrackBinding;

  static void define(Environment& environment, Napi::Object exports);

 private:
  Napi::Value push(const Napi::CallbackInfo& info);
  Napi::Value clear(const Napi::CallbackInfo& info);
  Napi::Value queued(const Napi::CallbackInfo& info);
};

}  // namespace bindings
