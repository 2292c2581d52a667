#pragma once

#include <memory>
#include <vector>

#include "bindings/engine/engine_binding.h"
#include "bindings/runtime/validate.h"
#include "bindings/runtime/wrapped.h"
#include "engine/core/track.h"

namespace bindings {

/** What the classes of local tracks have in common: `kind`, `id`, `enabled` and `close`. */
template <typename Self, typename Track>
class LocalTrackBinding : public Wrapped<Self>, public LiveObject {
 public:
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
      std::initializer_list<napi_property_descriptor> own) {
    std::vector<napi_property_descriptor> all = {
        Wrapped<Self>::template getter<&Self::kind>("kind"),
        Wrapped<Self>::template getter<&Self::id>("id"),
        Wrapped<Self>::template accessor<&Self::enabled, &Self::setEnabled>("enabled"),
        Wrapped<Self>::template method<&Self::closeFromJs>("close"),
    };
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
  Napi::Value closeFromJs(const Napi::CallbackInfo& info) {
    close();
    return info.Env().Undefined();
  }

 private:
  const std::shared_ptr<Track> track_;
};

}  // namespace bindings
