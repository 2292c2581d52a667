#pragma once

#include <memory>
#include <vector>

#include "bindings/engine/engine_binding.h"
#include "bindings/runtime/convert.h"
#include "bindings/runtime/validate.h"
#include "bindings/runtime/wrapped.h"
#include "engine/core/track.h"

namespace bindings {

/**
 * What the classes of local tracks have in common: `kind`, `id`, `enabled`, `close`, and `stats` where the track has
 * them. `ReadOptions` reads the constructor's second argument. `Audio`, where it is given, is the only source of audio
 * that an engine may have for such a track.
 */
template <typename Self, typename Track, auto ReadOptions, engine::AudioBackend... Audio>
class LocalTrackBinding : public Wrapped<Self>, public LiveObject {
 public:
  static void define(Environment& environment, Napi::Object exports) {
    Wrapped<Self>::define(environment, exports, members());
  }

  static std::unique_ptr<Self> construct(Environment& environment, const Napi::CallbackInfo& info) {
    const auto options = ReadOptions(info[1], "options");
    return std::make_unique<Self>(environment, EngineBinding::require(info[0], Audio...), options);
  }

  template <typename Options>
  LocalTrackBinding(Environment& environment, const EngineBinding& engine, const Options& options)
      : LiveObject(environment, engine.liveId()),
        track_(std::make_shared<Track>(engine.engine(), options)) {}

  const std::shared_ptr<Track>& track() const { return track_; }

  void close() override {
    this->retire();
    track_->close();
  }

 protected:
  static std::vector<napi_property_descriptor> members(
      std::initializer_list<napi_property_descriptor> own = {}) {
    std::vector<napi_property_descriptor> all = {
        Wrapped<Self>::template getter<&Self::kind>("kind"),
        Wrapped<Self>::template getter<&Self::id>("id"),
        Wrapped<Self>::template accessor<&Self::enabled, &Self::setEnabled>("enabled"),
        Wrapped<Self>::template method<&Self::closeFromJs>("close"),
    };
    if constexpr (requires(const Track& track) { track.stats(); }) {
      all.push_back(Wrapped<Self>::template method<&Self::stats>("stats"));
    }
    all.insert(all.end(), own);
    return all;
  }

 public:
  Napi::Value kind(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), engine::toString(track_->kind()));
  }
  Napi::Value id(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), track_->id());
  }
  Napi::Value enabled(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), track_->enabled());
  }
  Napi::Value setEnabled(const Napi::CallbackInfo& info) {
    track_->setEnabled(requireBoolean(info[0], "enabled"));
    return info.Env().Undefined();
  }
  Napi::Value stats(const Napi::CallbackInfo& info) { return toJs(info.Env(), track_->stats()); }
  Napi::Value closeFromJs(const Napi::CallbackInfo& info) {
    close();
    return info.Env().Undefined();
  }

 private:
  const std::shared_ptr<Track> track_;
};

}  // namespace bindings
