#pragma once

#include <memory>
#include <vector>

#include "bindings/runtime/wrapped.h"
#include "engine/audio/pcm_queue.h"

namespace bindings {

/** JS class `PcmQueue`: what is inside a pushed audio track, with the caller as its clock. */
class PcmQueueBinding : public Wrapped<PcmQueueBinding> {
 public:
  static constexpr const char* kName = "PcmQueue";
  static constexpr napi_type_tag kTag = {0x6b0e93d15fa84c72, 0x9d27c4f18e5b3a60};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<PcmQueueBinding> construct(Environment& environment,
                                                    const Napi::CallbackInfo& info);

  explicit PcmQueueBinding(const engine::PcmOptions& options)
      : channels_(options.channels), queue_(options) {}

 private:
  Napi::Value push(const Napi::CallbackInfo& info);
  Napi::Value take(const Napi::CallbackInfo& info);
  Napi::Value clear(const Napi::CallbackInfo& info);
  Napi::Value queued(const Napi::CallbackInfo& info);

  const int channels_;
  engine::PcmQueue queue_;
  std::vector<int16_t> chunk_;
};

}  // namespace bindings
