#pragma once

#include <memory>
#include <optional>
#include <string>

#include "bindings/engine/engine_binding.h"
#include "bindings/runtime/wrapped.h"
#include "engine/peer/peer_connection.h"

namespace bindings {

/** JS class `PeerConnection`. While open it keeps the event loop alive, like a socket. */
class PeerConnectionBinding : public Wrapped<PeerConnectionBinding>, public LiveObject {
 public:
  static constexpr const char* kName = "PeerConnection";
  static constexpr napi_type_tag kTag = {0x94d0e57b6c234fa1, 0xbb38f1c64e02d70a};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<PeerConnectionBinding> construct(Environment& environment,
                                                          const Napi::CallbackInfo& info);

  PeerConnectionBinding(Environment& environment, const EngineBinding& engine,
                        const engine::PeerConnectionConfig& config, Napi::Function onEvent);
  void close() override;

 private:
  Napi::Value addTrack(const Napi::CallbackInfo& info);
  Napi::Value createOffer(const Napi::CallbackInfo& info);
  Napi::Value createAnswer(const Napi::CallbackInfo& info);
  Napi::Value setLocalDescription(const Napi::CallbackInfo& info);
  Napi::Value setRemoteDescription(const Napi::CallbackInfo& info);
  Napi::Value addIceCandidate(const Napi::CallbackInfo& info);
  Napi::Value getStats(const Napi::CallbackInfo& info);
  Napi::Value closeFromJs(const Napi::CallbackInfo& info);

  engine::PeerConnectionEvents events();
  void emit(const char* name, Napi::Value payload);

  Napi::FunctionReference onEvent_;
  const std::shared_ptr<engine::PeerConnection> connection_;
  std::optional<Dispatcher::Hold> hold_;
};

}  // namespace bindings
