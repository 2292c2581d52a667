#pragma once

#include <memory>
#include <string>

#include "bindings/runtime/wrapped.h"
#include "engine/core/engine.h"

namespace bindings {

/** JS class `Engine`: this environment's share of an engine. */
class EngineBinding : public Wrapped<EngineBinding>, public LiveObject {
 public:
  static constexpr const char* kName = "Engine";
  static constexpr napi_type_tag kTag = {0x6f1d1c0e5a7b4f02, 0x9b8e2a4461c3d701};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<EngineBinding> construct(Environment& environment,
                                                  const Napi::CallbackInfo& info);

  EngineBinding(Environment& environment, std::shared_ptr<engine::Engine> engine);
  ~EngineBinding() override;

  void close() override;

  /** Null once closed. */
  const std::shared_ptr<engine::Engine>& engine() const { return engine_; }

  /** The open engine that an argument is. Throws otherwise. */
  static EngineBinding& require(Napi::Value value);

  /** Also throws if its audio comes from elsewhere than `audio`: libwebrtc aborts the process when
   * recorded and pushed audio come together. */
  static EngineBinding& require(Napi::Value value, engine::AudioBackend audio);

 private:
  using Select = void (engine::Engine::*)(const std::string&, engine::Completion<std::monostate>);
  Napi::Value select(const Napi::CallbackInfo& info, Select select);
  Napi::Value setMicrophone(const Napi::CallbackInfo& info);
  Napi::Value setSpeaker(const Napi::CallbackInfo& info);
  Napi::Value closeFromJs(const Napi::CallbackInfo& info);

  std::shared_ptr<engine::Engine> engine_;
};

}  // namespace bindings
