#pragma once

#include "bindings/sinks/sink_binding.h"
#include "engine/audio/audio_sink.h"

namespace bindings {

/** JS class `AudioSink`. */
class AudioSinkBinding : public SinkBinding<AudioSinkBinding, engine::AudioSink> {
 public:
  static constexpr const char* kName = "AudioSink";
  static constexpr napi_type_tag kTag = {0xb75e2f90164d4dc8, 0x8f0a6c3d72e95b09};
  static constexpr const char* kListener = "onData";

  static TrackArgument requireSource(Napi::Value value) {
    return requireRemoteTrack(value, engine::TrackKind::kAudio);
  }

  static engine::AudioFormat readFormat(Napi::Value value) {
    return toAudioFormat(value, "format");
  }

  using SinkBinding::SinkBinding;

  void deliverNext();
};

}  // namespace bindings
