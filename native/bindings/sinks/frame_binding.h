#pragma once

#include <memory>
#include <optional>

#include "bindings/runtime/wrapped.h"
#include "engine/video/frame.h"

namespace bindings {

/** JS class `Frame`: a frame that the engine holds. */
class FrameBinding : public Wrapped<FrameBinding> {
 public:
  static constexpr const char* kName = "Frame";
  static constexpr napi_type_tag kTag = {0xe3f6094db8724157, 0x84c7a95e126b0d07};

  static void define(Environment& environment, Napi::Object exports);
  static std::unique_ptr<FrameBinding> construct(Environment& environment,
                                                 const Napi::CallbackInfo& info);

  /** `owned`: the pixels belong to this frame alone, so their size is reported to the garbage collector. */
  FrameBinding(Napi::Env env, engine::Frame frame, bool owned);
  ~FrameBinding();

  /** Throws if the frame is closed. */
  const engine::Frame& require(Napi::Env env) const;
  void close();

 private:
  static Napi::Value fromBuffer(const Napi::CallbackInfo& info);

  Napi::Value width(const Napi::CallbackInfo& info);
  Napi::Value height(const Napi::CallbackInfo& info);
  Napi::Value rotation(const Napi::CallbackInfo& info);
  Napi::Value timestampUs(const Napi::CallbackInfo& info);
  Napi::Value colorSpace(const Napi::CallbackInfo& info);
  Napi::Value closed(const Napi::CallbackInfo& info);
  Napi::Value byteLength(const Napi::CallbackInfo& info);
  Napi::Value copyTo(const Napi::CallbackInfo& info);
  Napi::Value clone(const Napi::CallbackInfo& info);
  Napi::Value closeFromJs(const Napi::CallbackInfo& info);

  const Napi::Env env_;
  const int width_;
  const int height_;
  const int rotation_;
  const int64_t timestampUs_;
  const engine::ColorSpace colorSpace_;
  const int64_t externalBytes_;
  std::optional<engine::Frame> frame_;
};

}  // namespace bindings
