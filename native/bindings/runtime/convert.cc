#include "bindings/runtime/convert.h"

#include <algorithm>
#include <string>

namespace bindings {
namespace {

template <typename T>
Napi::Value toArray(Napi::Env env, const std::vector<T>& items) {
  auto array = Napi::Array::New(env, items.size());
  for (uint32_t i = 0; i < items.size(); ++i) array.Set(i, items[i]);
  return array;
}

Napi::Value toJs(Napi::Env env, const engine::StatsValue& value) {
  struct Visitor {
    Napi::Env env;
    Napi::Value operator()(bool flag) const { return Napi::Boolean::New(env, flag); }
    Napi::Value operator()(double number) const { return Napi::Number::New(env, number); }
    Napi::Value operator()(const std::string& text) const { return Napi::String::New(env, text); }
    Napi::Value operator()(const std::vector<double>& items) const { return toArray(env, items); }
    Napi::Value operator()(const std::vector<std::string>& items) const {
      return toArray(env, items);
    }
    Napi::Value operator()(const std::vector<std::pair<std::string, double>>& entries) const {
      auto object = Napi::Object::New(env);
      for (const auto& [key, number] : entries) object.Set(key, number);
      return object;
    }
  };
  return std::visit(Visitor{env}, value);
}

}  // namespace

Napi::Error toJsError(Napi::Env env, const engine::Error& error) {
  switch (error.kind) {
    case engine::ErrorKind::kWrongType:
      return Napi::TypeError::New(env, error.message);
    case engine::ErrorKind::kOutOfRange:
      return Napi::RangeError::New(env, error.message);
    case engine::ErrorKind::kInvalidState:
    case engine::ErrorKind::kFailed:
      break;
  }
  return Napi::Error::New(env, error.message);
}

Napi::Value toJs(Napi::Env env, std::monostate) {
  return env.Undefined();
}

Napi::Value toJs(Napi::Env env, const engine::SessionDescription& description) {
  auto object = Napi::Object::New(env);
  object.Set("type", description.type);
  object.Set("sdp", description.sdp);
  return object;
}

Napi::Value toJs(Napi::Env env, const engine::IceCandidate& candidate) {
  auto object = Napi::Object::New(env);
  object.Set("candidate", candidate.candidate);
  object.Set("sdpMid", candidate.sdpMid ? Napi::String::New(env, *candidate.sdpMid) : env.Null());
  object.Set("sdpMLineIndex", candidate.sdpMLineIndex
                                  ? Napi::Number::New(env, *candidate.sdpMLineIndex)
                                  : env.Null());
  return object;
}

Napi::Value toJs(Napi::Env env, const engine::StatsReport& report) {
  auto entries = Napi::Array::New(env, report.size());
  for (uint32_t i = 0; i < report.size(); ++i) {
    auto entry = Napi::Object::New(env);
    entry.Set("id", report[i].id);
    entry.Set("type", report[i].type);
    entry.Set("timestamp", report[i].timestampMs);
    for (const auto& [name, value] : report[i].members) entry.Set(name, toJs(env, value));
    entries.Set(i, entry);
  }
  return entries;
}

Napi::Value toJs(Napi::Env env, const engine::VideoTrackStats& stats) {
  auto object = Napi::Object::New(env);
  object.Set("frames", static_cast<double>(stats.frames));
  object.Set("dropped", static_cast<double>(stats.dropped));
  return object;
}

Napi::Value toJs(Napi::Env env, const engine::SinkStats& stats) {
  auto object = Napi::Object::New(env);
  object.Set("delivered", static_cast<double>(stats.delivered));
  object.Set("dropped", static_cast<double>(stats.dropped));
  return object;
}

Napi::Value toJs(Napi::Env env, const engine::AudioChunk& chunk) {
  auto samples = Napi::Int16Array::New(env, chunk.samples.size());
  std::copy(chunk.samples.begin(), chunk.samples.end(), samples.Data());
  auto object = Napi::Object::New(env);
  object.Set("samples", samples);
  object.Set("sampleRate", chunk.sampleRate);
  object.Set("channels", chunk.channels);
  object.Set("frames", static_cast<uint32_t>(chunk.samples.size() / chunk.channels));
  return object;
}

namespace {

Napi::Object toObject(Napi::Env env, const devices::DeviceInfo& device) {
  auto object = Napi::Object::New(env);
  object.Set("id", device.id);
  object.Set("name", device.name);
  return object;
}

Napi::Object toObject(Napi::Env env, const devices::ScreenInfo& screen) {
  auto object = toObject(env, screen.device);
  object.Set("width", screen.width);
  object.Set("height", screen.height);
  return object;
}

template <typename T>
Napi::Value toObjects(Napi::Env env, const std::vector<T>& list) {
  auto array = Napi::Array::New(env, list.size());
  for (uint32_t i = 0; i < list.size(); ++i) array.Set(i, toObject(env, list[i]));
  return array;
}

}  // namespace

Napi::Value toJs(Napi::Env env, const std::vector<devices::DeviceInfo>& list) {
  return toObjects(env, list);
}

Napi::Value toJs(Napi::Env env, const std::vector<devices::ScreenInfo>& list) {
  return toObjects(env, list);
}

}  // namespace bindings
