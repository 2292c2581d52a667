#include "bindings/tracks/pcm_queue_binding.h"

#include <algorithm>

#include "bindings/runtime/validate.h"

namespace bindings {

void PcmQueueBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(
      environment, exports,
      {method<&PcmQueueBinding::push>("push"), method<&PcmQueueBinding::take>("take"),
       method<&PcmQueueBinding::clear>("clear"), getter<&PcmQueueBinding::queued>("queued")});
}

std::unique_ptr<PcmQueueBinding> PcmQueueBinding::construct(Environment&,
                                                            const Napi::CallbackInfo& info) {
  return std::make_unique<PcmQueueBinding>(toPcmOptions(info[0], "options"));
}

Napi::Value PcmQueueBinding::push(const Napi::CallbackInfo& info) {
  const auto samples = requireWholeFrames(info[0], "samples", channels_);
  return Napi::Number::New(info.Env(), static_cast<double>(queue_.push(samples)));
}

Napi::Value PcmQueueBinding::take(const Napi::CallbackInfo& info) {
  queue_.take(chunk_);
  auto samples = Napi::Int16Array::New(info.Env(), chunk_.size());
  std::copy(chunk_.begin(), chunk_.end(), samples.Data());
  return samples;
}

Napi::Value PcmQueueBinding::clear(const Napi::CallbackInfo& info) {
  queue_.clear();
  return info.Env().Undefined();
}

Napi::Value PcmQueueBinding::queued(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(queue_.size()));
}

}  // namespace bindings
