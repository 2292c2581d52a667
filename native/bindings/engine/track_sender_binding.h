#pragma once

#include <cstdint>
#include <memory>

#include "bindings/runtime/wrapped.h"
#include "engine/peer/track_sender.h"

namespace bindings {

/** JS class `TrackSender`. Nothing to close: it ends with its connection. */
class TrackSenderBinding : public Wrapped<TrackSenderBinding> {
 public:
  static constexpr const char* kName = "TrackSender";
  static constexpr napi_type_tag kTag = {0x3c71a8f4e50b4b9d, 0x907e5d2b8a46f30b};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<TrackSenderBinding> construct(Environment& environment,
                                                       const Napi::CallbackInfo& info);

  /** `connection` is the id of the connection, whose closing rejects what is pending. */
  TrackSenderBinding(std::shared_ptr<engine::TrackSender> sender, uint64_t connection);

 private:
  Napi::Value replaceTrack(const Napi::CallbackInfo& info);
  Napi::Value setParameters(const Napi::CallbackInfo& info);

  const std::shared_ptr<engine::TrackSender> sender_;
  const uint64_t connection_;
};

}  // namespace bindings
