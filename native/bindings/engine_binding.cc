#include "bindings/engine_binding.h"

#include <utility>

#include "bindings/validate.h"

namespace bindings {

void EngineBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports, {method<&EngineBinding::closeFromJs>("close")});
}

std::unique_ptr<EngineBinding> EngineBinding::construct(Environment& environment,
                                                        const Napi::CallbackInfo& info) {
  engine::EngineOptions options;
  if (!info[0].IsUndefined()) {
    const auto object = requireObject(info[0], "options");
    options.lowLatency =
        optionalField(object, "lowLatency", "options", requireBoolean).value_or(false);
  }
  return std::make_unique<EngineBinding>(environment, engine::Engine::acquire(options));
}

EngineBinding::EngineBinding(Environment& environment, std::shared_ptr<engine::Engine> engine)
    : LiveObject(environment), engine_(std::move(engine)) {
}

// Unlike `close` this leaves what the engine made open: those objects have shares of their own.
EngineBinding::~EngineBinding() = default;

void EngineBinding::close() {
  retire();
  if (!engine_) return;
  environment().closeAllOf(liveId());
  engine_.reset();
}

EngineBinding& EngineBinding::require(Napi::Value value) {
  auto& binding = unwrap(value, "engine");
  if (!binding.engine_) throw Napi::Error::New(value.Env(), "the engine is closed");
  return binding;
}

Napi::Value EngineBinding::closeFromJs(const Napi::CallbackInfo& info) {
  close();
  return info.Env().Undefined();
}

}  // namespace bindings
