#pragma once

#include "bindings/sinks/sink_binding.h"
#include "engine/video/video_sink.h"

namespace bindings {

/** JS class `VideoSink`. */
class VideoSinkBinding : public SinkBinding<VideoSinkBinding, engine::VideoSink> {
 public:
  static constexpr const char* kName = "VideoSink";
  static constexpr napi_type_tag kTag = {0x1f8ad06c3e974b25, 0xd26b4870c15e9a08};
  static constexpr const char* kListener = "onFrame";

  static TrackArgument requireSource(Napi::Value value) {
    return requireTrack(value, engine::TrackKind::kVideo);
  }

  using SinkBinding::SinkBinding;

  void deliverNext();
};

}  // namespace bindings
