#pragma once

#include <memory>

#include "bindings/runtime/wrapped.h"
#include "engine/core/track.h"

namespace bindings {

/** JS class `RemoteTrack`. Nothing to close: it ends with its connection. */
class RemoteTrackBinding : public Wrapped<RemoteTrackBinding> {
 public:
  static constexpr const char* kName = "RemoteTrack";
  static constexpr napi_type_tag kTag = {0x58b27ce1a40f4c96, 0xae901d73f54c8b06};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<RemoteTrackBinding> construct(Environment& environment,
                                                       const Napi::CallbackInfo& info);

  /** `ownerId` is the id of the engine object whose connection the track came from. */
  RemoteTrackBinding(std::shared_ptr<engine::RemoteTrack> track, uint64_t ownerId);

  const std::shared_ptr<engine::RemoteTrack>& track() const { return track_; }
  uint64_t ownerId() const { return ownerId_; }

 private:
  Napi::Value kind(const Napi::CallbackInfo& info);
  Napi::Value id(const Napi::CallbackInfo& info);
  Napi::Value setVolume(const Napi::CallbackInfo& info);

  const std::shared_ptr<engine::RemoteTrack> track_;
  const uint64_t ownerId_;
};

}  // namespace bindings
