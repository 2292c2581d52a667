#include "bindings/sinks/frame_binding.h"

#include <string>
#include <utility>

#include "bindings/runtime/convert.h"
#include "bindings/runtime/validate.h"

namespace bindings {

void FrameBinding::define(Environment& environment, Napi::Object exports) {
  Wrapped::define(
      environment, exports,
      {staticMethod<&FrameBinding::fromBuffer>("fromBuffer"), getter<&FrameBinding::width>("width"),
       getter<&FrameBinding::height>("height"), getter<&FrameBinding::rotation>("rotation"),
       getter<&FrameBinding::timestampUs>("timestampUs"),
       getter<&FrameBinding::colorSpace>("colorSpace"), getter<&FrameBinding::closed>("closed"),
       method<&FrameBinding::byteLength>("byteLength"), method<&FrameBinding::copyTo>("copyTo"),
       method<&FrameBinding::clone>("clone"), method<&FrameBinding::closeFromJs>("close")});
}

std::unique_ptr<FrameBinding> FrameBinding::construct(Environment&,
                                                      const Napi::CallbackInfo& info) {
  return rejectConstruction<FrameBinding>(info.Env());
}

FrameBinding::FrameBinding(Napi::Env env, engine::Frame frame, bool owned)
    : env_(env),
      width_(frame.width()),
      height_(frame.height()),
      rotation_(frame.rotation()),
      timestampUs_(frame.timestampUs()),
      colorSpace_(frame.colorSpace()),
      externalBytes_(owned ? static_cast<int64_t>(frame.byteLength(engine::PixelFormat::kI420))
                           : 0),
      frame_(std::move(frame)) {
  Napi::MemoryManagement::AdjustExternalMemory(env_, externalBytes_);
}

FrameBinding::~FrameBinding() {
  close();
}

const engine::Frame& FrameBinding::require(Napi::Env env) const {
  if (!frame_) throw Napi::Error::New(env, "the frame is closed");
  return *frame_;
}

void FrameBinding::close() {
  if (!frame_) return;
  frame_.reset();
  int64_t total = 0;
  napi_adjust_external_memory(env_, -externalBytes_, &total);
}

Napi::Value FrameBinding::fromBuffer(const Napi::CallbackInfo& info) {
  auto frame = engine::Frame::fromPixels(toPixelView(info[0], "frame"));
  if (!frame.ok()) throw toJsError(info.Env(), frame.error());
  return wrap(*Environment::of(info.Env()),
              std::make_unique<FrameBinding>(info.Env(), std::move(frame.value()), true));
}

Napi::Value FrameBinding::width(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), width_);
}

Napi::Value FrameBinding::height(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), height_);
}

Napi::Value FrameBinding::rotation(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), rotation_);
}

Napi::Value FrameBinding::timestampUs(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(timestampUs_));
}

Napi::Value FrameBinding::colorSpace(const Napi::CallbackInfo& info) {
  return toJs(info.Env(), colorSpace_);
}

Napi::Value FrameBinding::closed(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), !frame_.has_value());
}

Napi::Value FrameBinding::byteLength(const Napi::CallbackInfo& info) {
  const auto format = toReadFormat(info[0], "format");
  return Napi::Number::New(info.Env(), static_cast<double>(require(info.Env()).byteLength(format)));
}

Napi::Value FrameBinding::copyTo(const Napi::CallbackInfo& info) {
  const auto format = toReadFormat(info[1], "format");
  const auto& frame = require(info.Env());
  const auto target = requireBytes(info[0], "target");
  const std::size_t needed = frame.byteLength(format);
  if (target.size() < needed) {
    throw Napi::RangeError::New(info.Env(), "target must have at least " + std::to_string(needed) +
                                                " bytes, not " + std::to_string(target.size()));
  }
  frame.copyTo(target.data(), format);
  return Napi::Number::New(info.Env(), static_cast<double>(needed));
}

Napi::Value FrameBinding::clone(const Napi::CallbackInfo& info) {
  // A copy, so that keeping any number of clones never starves the decoder of buffers.
  return wrap(*Environment::of(info.Env()),
              std::make_unique<FrameBinding>(info.Env(), require(info.Env()).detach(), true));
}

Napi::Value FrameBinding::closeFromJs(const Napi::CallbackInfo& info) {
  close();
  return info.Env().Undefined();
}

}  // namespace bindings
