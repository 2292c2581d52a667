#include "bindings/runtime/convert.h"

#include <algorithm>
#include <string>

#include "bindings/runtime/properties.h"

namespace bindings {
namespace {

struct StatsValueToJs {
  Napi::Env env;
  Napi::Value operator()(bool flag) const { return Napi::Boolean::New(env, flag); }
  Napi::Value operator()(double number) const { return Napi::Number::New(env, number); }
  Napi::Value operator()(const std::string& text) const { return Napi::String::New(env, text); }
  Napi::Value operator()(const std::vector<double>& items) const {
    return toArray(env, items, *this);
  }
  Napi::Value operator()(const std::vector<std::string>& items) const {
    return toArray(env, items, *this);
  }
  Napi::Value operator()(const std::vector<std::pair<std::string, double>>& entries) const {
    Properties properties(env);
    for (const auto& [key, number] : entries) properties.add(key.c_str(), number);
    return properties.toObject();
  }
};

Napi::Value toJs(Napi::Env env, const engine::StatsValue& value) {
  return std::visit(StatsValueToJs{env}, value);
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
  return Properties(env).add("type", description.type).add("sdp", description.sdp).toObject();
}

Napi::Value toJs(Napi::Env env, const engine::IceCandidate& candidate) {
  Napi::Value mid = env.Null();
  Napi::Value index = env.Null();
  if (candidate.sdpMid) mid = Napi::String::New(env, *candidate.sdpMid);
  if (candidate.sdpMLineIndex) index = Napi::Number::New(env, *candidate.sdpMLineIndex);
  return Properties(env)
      .add("candidate", candidate.candidate)
      .add("sdpMid", mid)
      .add("sdpMLineIndex", index)
      .toObject();
}

Napi::Value toJs(Napi::Env env, const engine::StatsReport& report) {
  return toArray(env, report, [env](const engine::StatsEntry& entry) -> Napi::Value {
    Properties properties(env);
    properties.add("id", entry.id).add("type", entry.type).add("timestamp", entry.timestampMs);
    for (const auto& [name, value] : entry.members) properties.add(name.c_str(), toJs(env, value));
    return properties.toObject();
  });
}

Napi::Value toJs(Napi::Env env, const engine::VideoTrackStats& stats) {
  return Properties(env)
      .add("frames", static_cast<double>(stats.frames))
      .add("dropped", static_cast<double>(stats.dropped))
      .toObject();
}

Napi::Value toJs(Napi::Env env, const engine::SinkStats& stats) {
  return Properties(env)
      .add("delivered", static_cast<double>(stats.delivered))
      .add("dropped", static_cast<double>(stats.dropped))
      .toObject();
}

Napi::Value toJs(Napi::Env env, const engine::ColorSpace& space) {
  const auto name = [&] {
    switch (space.matrix) {
      case engine::ColorSpace::Matrix::kBt709:
        return "bt709";
      case engine::ColorSpace::Matrix::kBt2020:
        return "bt2020";
      case engine::ColorSpace::Matrix::kBt601:
        break;
    }
    return "bt601";
  };
  return Properties(env)
      .add("matrix", std::string(name()))
      .add("fullRange", Napi::Boolean::New(env, space.fullRange))
      .toObject();
}

Napi::Value toJs(Napi::Env env, const engine::AudioChunk& chunk) {
  const std::size_t frames = chunk.samples.size() / chunk.channels;
  auto samples = Napi::Int16Array::New(env, chunk.samples.size());
  std::copy(chunk.samples.begin(), chunk.samples.end(), samples.Data());
  return Properties(env)
      .add("samples", samples)
      .add("sampleRate", chunk.sampleRate)
      .add("channels", chunk.channels)
      .add("frames", static_cast<double>(frames))
      .add("timestampUs", static_cast<double>(chunk.timestampUs))
      .toObject();
}

namespace {

Properties& add(Properties& properties, const devices::DeviceInfo& device) {
  return properties.add("id", device.id).add("name", device.name);
}

}  // namespace

Napi::Value toJs(Napi::Env env, const std::vector<devices::DeviceInfo>& list) {
  return toArray(env, list, [env](const devices::DeviceInfo& device) -> Napi::Value {
    Properties properties(env);
    return add(properties, device).toObject();
  });
}

Napi::Value toJs(Napi::Env env, const std::vector<devices::ScreenInfo>& list) {
  return toArray(env, list, [env](const devices::ScreenInfo& screen) -> Napi::Value {
    Properties properties(env);
    return add(properties, screen.device)
        .add("width", screen.width)
        .add("height", screen.height)
        .toObject();
  });
}

}  // namespace bindings
