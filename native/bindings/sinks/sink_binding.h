#pragma once

#include <memory>
#include <utility>

#include "bindings/runtime/convert.h"
#include "bindings/runtime/validate.h"
#include "bindings/runtime/wrapped.h"
#include "bindings/tracks/any_track.h"

namespace bindings {

/**
 * What video and audio sinks have in common: one delivery per item, `stats` and `close`. `Self` has `kListener`, the
 * name of the constructor's second argument, `static TrackArgument requireSource(Napi::Value)`,
 * `static ... readFormat(Napi::Value)` for the third, where its sink takes one, and `deliverNext()`.
 */
template <typename Self, typename Sink>
class SinkBinding : public Wrapped<Self>, public LiveObject {
 public:
  static void define(Environment& environment, Napi::Object exports) {
    Wrapped<Self>::define(environment, exports,
                          {Wrapped<Self>::template method<&Self::stats>("stats"),
                           Wrapped<Self>::template method<&Self::closeFromJs>("close")});
  }

  static std::unique_ptr<Self> construct(Environment& environment, const Napi::CallbackInfo& info) {
    const auto listener = requireFunction(info[1], Self::kListener);
    if constexpr (requires { Self::readFormat(info[2]); }) {
      const auto format = Self::readFormat(info[2]);
      return std::make_unique<Self>(environment, Self::requireSource(info[0]), listener, format);
    } else {
      return std::make_unique<Self>(environment, Self::requireSource(info[0]), listener);
    }
  }

  template <typename... Format>
  SinkBinding(Environment& environment, const TrackArgument& argument, Napi::Function listener,
              const Format&... format)
      : LiveObject(environment, argument.ownerId),
        listener_(Napi::Persistent(listener)),
        sink_(std::make_unique<Sink>(argument.track, format..., wakeUp(environment, liveId()))) {}

  void close() override {
    this->retire();
    sink_->close();
    listener_.Reset();
  }

  Napi::Value stats(const Napi::CallbackInfo& info) { return toJs(info.Env(), sink_->stats()); }
  Napi::Value closeFromJs(const Napi::CallbackInfo& info) {
    close();
    return info.Env().Undefined();
  }

 protected:
  Sink& sink() { return *sink_; }

  /** The listener may close the sink, which lets go of the function while it runs. */
  void callListener(Napi::Value argument) { listener_.Value().Call({argument}); }

 private:
  /** Only ids leave the JS thread: by the time the task runs, the sink may be gone. */
  static std::function<void()> wakeUp(Environment& environment, uint64_t id) {
    return [dispatcher = environment.dispatcher(), id] {
      dispatcher->post([id](Environment& environment) {
        if (auto* const sink = static_cast<Self*>(environment.find(id))) sink->deliverNext();
      });
    };
  }

  Napi::FunctionReference listener_;
  const std::unique_ptr<Sink> sink_;
};

}  // namespace bindings
