#include "bindings/engine/engine_binding.h"

#include <utility>

#include "bindings/runtime/validate.h"

namespace bindings {

namespace {

/** Ids of sound devices are some dozens of bytes. */
constexpr std::size_t kMaxDeviceId = 1024;

engine::AudioBackend requireAudioBackend(Napi::Value value, const std::string& name) {
  return requireOneOf<engine::AudioBackend>(
      value, name,
      {{"virtual", engine::AudioBackend::kVirtual}, {"platform", engine::AudioBackend::kPlatform}});
}

}  // namespace

void EngineBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(environment, exports,
                  {method<&EngineBinding::setMicrophone>("setMicrophone"),
                   method<&EngineBinding::setSpeaker>("setSpeaker"),
                   method<&EngineBinding::closeFromJs>("close")});
}

std::unique_ptr<EngineBinding> EngineBinding::construct(Environment& environment,
                                                        const Napi::CallbackInfo& info) {
  engine::EngineOptions options;
  if (!info[0].IsUndefined()) {
    const auto object = requireObject(info[0], "options");
    options.lowLatency =
        optionalField(object, "lowLatency", "options", requireBoolean).value_or(false);
    options.audio = optionalField(object, "audio", "options", requireAudioBackend)
                        .value_or(engine::AudioBackend::kVirtual);
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
  environment().rejectPending(liveId(), "the engine was closed");
  environment().closeAllOf(liveId());
  engine_.reset();
}

EngineBinding& EngineBinding::require(Napi::Value value) {
  auto& binding = unwrap(value, "engine");
  if (!binding.engine_) throw Napi::Error::New(value.Env(), "the engine is closed");
  return binding;
}

EngineBinding& EngineBinding::require(Napi::Value value, engine::AudioBackend audio) {
  auto& binding = require(value);
  if (binding.engine_->audio() != audio) {
    throw Napi::TypeError::New(
        value.Env(), audio == engine::AudioBackend::kPlatform
                         ? "engine must be one with audio 'platform' to record from a microphone"
                         : "engine must be one with audio 'virtual': pushed audio cannot be mixed "
                           "with that of a microphone");
  }
  return binding;
}

Napi::Value EngineBinding::setMicrophone(const Napi::CallbackInfo& info) {
  return select(info, &engine::Engine::selectMicrophone);
}

Napi::Value EngineBinding::setSpeaker(const Napi::CallbackInfo& info) {
  return select(info, &engine::Engine::selectSpeaker);
}

Napi::Value EngineBinding::select(const Napi::CallbackInfo& info, Select select) {
  const auto id = requireString(info[0], "id", kMaxDeviceId);
  require(info.This(), engine::AudioBackend::kPlatform);
  return environment().promise<std::monostate>(
      liveId(), [&](auto done) { ((*engine_).*select)(id, std::move(done)); });
}

Napi::Value EngineBinding::closeFromJs(const Napi::CallbackInfo& info) {
  close();
  return info.Env().Undefined();
}

}  // namespace bindings
