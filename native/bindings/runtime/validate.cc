#include "bindings/runtime/validate.h"

#include <algorithm>
#include <cmath>

#include "bindings/runtime/convert.h"
#include "engine/core/limits.h"

namespace bindings {
namespace {

constexpr std::size_t kMaxShortText = 4096;
constexpr uint32_t kMaxIceServers = 64;
constexpr uint32_t kMaxUrls = 16;
/** The integers a double holds exactly. */
constexpr int64_t kMaxSafeInteger = (int64_t{1} << 53) - 1;

[[noreturn]] void throwType(Napi::Value value, const std::string& name, const char* expected) {
  throw Napi::TypeError::New(value.Env(), name + " must be " + expected);
}

std::string rangeText(const std::string& min, const std::string& max) {
  return " must be " + min + " to " + max;
}

std::string plain(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

template <typename T>
std::span<T> requireTyped(Napi::Value value, const std::string& name, napi_typedarray_type expected,
                          const char* description) {
  bool isTyped = false;
  napi_is_typedarray(value.Env(), value, &isTyped);
  if (!isTyped) throwType(value, name, description);
  napi_typedarray_type type{};
  size_t length = 0;
  void* data = nullptr;
  // Not Napi::TypedArray: that one rejects views on a SharedArrayBuffer.
  napi_get_typedarray_info(value.Env(), value, &type, &length, &data, nullptr, nullptr);
  if (type != expected) throwType(value, name, description);
  return {static_cast<T*>(data), length};
}

int requireBitrate(Napi::Value value, const std::string& name) {
  return static_cast<int>(requireInteger(value, name, engine::kMinBitrate, engine::kMaxBitrate));
}

int requireDimension(Napi::Value value, const std::string& name) {
  return static_cast<int>(requireInteger(value, name, 1, engine::kMaxDimension));
}

int requireSampleRate(Napi::Value value, const std::string& name) {
  return static_cast<int>(
      requireInteger(value, name, engine::kMinSampleRate, engine::kMaxSampleRate));
}

int requireChannels(Napi::Value value, const std::string& name) {
  return static_cast<int>(requireInteger(value, name, 1, 2));
}

int requireQueuedMs(Napi::Value value, const std::string& name) {
  return static_cast<int>(requireInteger(value, name, engine::kMinQueuedMs, engine::kMaxQueuedMs));
}

engine::ColorSpace toColorSpace(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  using Matrix = engine::ColorSpace::Matrix;
  engine::ColorSpace space;
  space.matrix = requireOneOf<Matrix>(
      object.Get("matrix"), name + ".matrix",
      {{"bt601", Matrix::kBt601}, {"bt709", Matrix::kBt709}, {"bt2020", Matrix::kBt2020}});
  space.fullRange = requireBoolean(object.Get("fullRange"), name + ".fullRange");
  return space;
}

engine::IceServer toIceServer(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  const auto text = [](Napi::Value field, const std::string& fieldName) {
    return requireString(field, fieldName, kMaxShortText);
  };
  engine::IceServer server;
  const auto urls = requireArray(object.Get("urls"), name + ".urls", kMaxUrls);
  for (uint32_t i = 0; i < urls.Length(); ++i) {
    server.urls.push_back(text(urls.Get(i), name + ".urls[" + std::to_string(i) + "]"));
  }
  server.username = optionalField(object, "username", name, text).value_or("");
  server.credential = optionalField(object, "credential", name, text).value_or("");
  return server;
}

}  // namespace

Napi::Object requireObject(Napi::Value value, const std::string& name) {
  if (!value.IsObject() || value.IsFunction()) throwType(value, name, "an object");
  return value.As<Napi::Object>();
}

Napi::Function requireFunction(Napi::Value value, const std::string& name) {
  if (!value.IsFunction()) throwType(value, name, "a function");
  return value.As<Napi::Function>();
}

bool requireBoolean(Napi::Value value, const std::string& name) {
  if (!value.IsBoolean()) throwType(value, name, "a boolean");
  return value.As<Napi::Boolean>();
}

double requireNumber(Napi::Value value, const std::string& name, double min, double max) {
  if (!value.IsNumber()) throwType(value, name, "a number");
  const double number = value.As<Napi::Number>();
  // Written so that NaN is rejected.
  if (!(number >= min && number <= max)) {
    throw Napi::RangeError::New(
        value.Env(), name + rangeText(plain(min), plain(max)) + ", not " + plain(number));
  }
  return number;
}

int64_t requireInteger(Napi::Value value, const std::string& name, int64_t min, int64_t max) {
  if (!value.IsNumber()) throwType(value, name, "an integer");
  const double number = value.As<Napi::Number>();
  if (!(number >= static_cast<double>(min) && number <= static_cast<double>(max)) ||
      number != std::trunc(number)) {
    throw Napi::RangeError::New(value.Env(), name + " must be an integer from " +
                                                 std::to_string(min) + " to " +
                                                 std::to_string(max) + ", not " + plain(number));
  }
  return static_cast<int64_t>(number);
}

std::size_t utf16Length(Napi::Value value) {
  std::size_t length = 0;
  napi_get_value_string_utf16(value.Env(), value, nullptr, 0, &length);
  return length;
}

std::string requireString(Napi::Value value, const std::string& name, std::size_t maxBytes) {
  if (!value.IsString()) throwType(value, name, "a string");
  // Its length first: converting hundreds of megabytes takes a second, and as much memory.
  std::string text;
  if (utf16Length(value) <= maxBytes) text = value.As<Napi::String>().Utf8Value();
  if (utf16Length(value) > maxBytes || text.size() > maxBytes) {
    throw Napi::RangeError::New(value.Env(),
                                name + " must be at most " + std::to_string(maxBytes) + " bytes");
  }
  return text;
}

Napi::Array requireArray(Napi::Value value, const std::string& name, uint32_t maxLength) {
  if (!value.IsArray()) throwType(value, name, "an array");
  const auto array = value.As<Napi::Array>();
  if (array.Length() > maxLength) {
    throw Napi::RangeError::New(
        value.Env(), name + " must have at most " + std::to_string(maxLength) + " entries");
  }
  return array;
}

std::span<uint8_t> requireBytes(Napi::Value value, const std::string& name) {
  return requireTyped<uint8_t>(value, name, napi_uint8_array, "a Uint8Array");
}

std::span<int16_t> requireSamples(Napi::Value value, const std::string& name) {
  return requireTyped<int16_t>(value, name, napi_int16_array, "an Int16Array");
}

std::span<int16_t> requireWholeFrames(Napi::Value value, const std::string& name, int channels) {
  const auto samples = requireSamples(value, name);
  if (samples.size() % channels == 0) return samples;
  throw Napi::RangeError::New(
      value.Env(), name + " must hold whole frames: a multiple of " + std::to_string(channels));
}

engine::SessionDescription toSessionDescription(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  return {requireOneOf<const char*>(
              object.Get("type"), name + ".type",
              {{"offer", "offer"}, {"pranswer", "pranswer"}, {"answer", "answer"}}),
          requireString(object.Get("sdp"), name + ".sdp", engine::kMaxSdpBytes)};
}

engine::IceCandidate toIceCandidate(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::IceCandidate candidate;
  candidate.candidate = requireString(object.Get("candidate"), name + ".candidate", kMaxShortText);
  const Napi::Value mid = object.Get("sdpMid");
  if (!mid.IsNull() && !mid.IsUndefined()) {
    candidate.sdpMid = requireString(mid, name + ".sdpMid", kMaxShortText);
  }
  const Napi::Value index = object.Get("sdpMLineIndex");
  if (!index.IsNull() && !index.IsUndefined()) {
    candidate.sdpMLineIndex =
        static_cast<int>(requireInteger(index, name + ".sdpMLineIndex", 0, UINT16_MAX));
  }
  if (!candidate.sdpMid && !candidate.sdpMLineIndex) {
    throwType(value, name, "given either sdpMid or sdpMLineIndex");
  }
  return candidate;
}

engine::PeerConnectionConfig toPeerConnectionConfig(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::PeerConnectionConfig config;
  const auto servers = requireArray(object.Get("iceServers"), name + ".iceServers", kMaxIceServers);
  for (uint32_t i = 0; i < servers.Length(); ++i) {
    config.iceServers.push_back(
        toIceServer(servers.Get(i), name + ".iceServers[" + std::to_string(i) + "]"));
  }
  config.relayOnly =
      requireOneOf<bool>(object.Get("iceTransportPolicy"), name + ".iceTransportPolicy",
                         {{"all", false}, {"relay", true}});
  config.loopbackOnly = requireOneOf<bool>(object.Get("networks"), name + ".networks",
                                           {{"all", false}, {"loopback", true}});
  return config;
}

engine::SendOptions toSendOptions(Napi::Value value, const std::string& name) {
  engine::SendOptions options;
  if (value.IsUndefined()) return options;
  const auto object = requireObject(value, name);
  const Napi::Value codecs = object.Get("codecs");
  if (!codecs.IsUndefined()) {
    const auto array = requireArray(codecs, name + ".codecs", 4);
    for (uint32_t i = 0; i < array.Length(); ++i) {
      options.codecs.push_back(requireOneOf<engine::VideoCodec>(
          array.Get(i), name + ".codecs[" + std::to_string(i) + "]",
          {{"vp8", engine::VideoCodec::kVp8},
           {"vp9", engine::VideoCodec::kVp9},
           {"h264", engine::VideoCodec::kH264},
           {"av1", engine::VideoCodec::kAv1}}));
    }
  }
  options.maxBitrate = optionalField(object, "maxBitrate", name, requireBitrate);
  using Preference = engine::DegradationPreference;
  options.degradationPreference = optionalField(
      object, "degradationPreference", name, [](Napi::Value field, const std::string& fieldName) {
        return requireOneOf<Preference>(field, fieldName,
                                        {{"balanced", Preference::kBalanced},
                                         {"maintain-framerate", Preference::kMaintainFramerate},
                                         {"maintain-resolution", Preference::kMaintainResolution}});
      });
  return options;
}

engine::SendParameters toSendParameters(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::SendParameters parameters;
  parameters.active = optionalField(object, "active", name, requireBoolean);
  parameters.maxBitrate = optionalField(object, "maxBitrate", name, requireBitrate);
  parameters.scaleResolutionDownBy = optionalField(
      object, "scaleResolutionDownBy", name, [](Napi::Value field, const std::string& fieldName) {
        return requireNumber(field, fieldName, 1, engine::kMaxScaleDown);
      });
  parameters.maxFramerate = optionalField(
      object, "maxFramerate", name, [](Napi::Value field, const std::string& fieldName) {
        return requireNumber(field, fieldName, engine::kMinFps, engine::kMaxEncodedFps);
      });
  return parameters;
}

engine::VideoTrackOptions toVideoTrackOptions(Napi::Value value, const std::string& name) {
  engine::VideoTrackOptions options;
  if (value.IsUndefined()) return options;
  const auto object = requireObject(value, name);
  options.screencast = optionalField(object, "screencast", name, requireBoolean).value_or(false);
  using Hint = engine::ContentHint;
  options.contentHint = optionalField(object, "contentHint", name,
                                      [](Napi::Value field, const std::string& fieldName) {
                                        return requireOneOf<Hint>(field, fieldName,
                                                                  {{"none", Hint::kNone},
                                                                   {"motion", Hint::kMotion},
                                                                   {"detail", Hint::kDetail},
                                                                   {"text", Hint::kText}});
                                      })
                            .value_or(Hint::kNone);
  return options;
}

engine::TestPatternOptions toTestPatternOptions(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::TestPatternOptions options;
  options.video = toVideoTrackOptions(value, name);
  options.width = requireDimension(object.Get("width"), name + ".width");
  options.height = requireDimension(object.Get("height"), name + ".height");
  options.fps = requireNumber(object.Get("fps"), name + ".fps", engine::kMinFps, engine::kMaxFps);
  return options;
}

engine::ScreenOptions toScreenOptions(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::ScreenOptions options;
  options.video = toVideoTrackOptions(value, name);
  options.screenId = requireString(object.Get("screenId"), name + ".screenId", kMaxShortText);
  options.fps = requireNumber(object.Get("fps"), name + ".fps", engine::kMinFps, engine::kMaxFps);
  options.cursor = optionalField(object, "cursor", name, requireBoolean).value_or(true);
  return options;
}

engine::MicrophoneOptions toMicrophoneOptions(Napi::Value value, const std::string& name) {
  engine::MicrophoneOptions options;
  if (value.IsUndefined()) return options;
  const auto object = requireObject(value, name);
  const auto flag = [&](const char* field) {
    return optionalField(object, field, name, requireBoolean).value_or(true);
  };
  options.echoCancellation = flag("echoCancellation");
  options.noiseSuppression = flag("noiseSuppression");
  options.autoGainControl = flag("autoGainControl");
  return options;
}

engine::PcmOptions toPcmOptions(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::PcmOptions options;
  options.sampleRate = requireSampleRate(object.Get("sampleRate"), name + ".sampleRate");
  options.channels = requireChannels(object.Get("channels"), name + ".channels");
  options.maxQueuedMs = optionalField(object, "maxQueuedMs", name, requireQueuedMs)
                            .value_or(engine::kDefaultQueuedMs);
  options.targetQueuedMs = optionalField(object, "targetQueuedMs", name, requireQueuedMs);
  if (options.targetQueuedMs.value_or(0) > options.maxQueuedMs / 2) {
    throw Napi::RangeError::New(value.Env(),
                                name + ".targetQueuedMs must be at most half of maxQueuedMs");
  }
  return options;
}

engine::ToneOptions toToneOptions(Napi::Value value, const std::string& name) {
  const auto object = requireObject(value, name);
  engine::ToneOptions options;
  const int sampleRate = requireSampleRate(object.Get("sampleRate"), name + ".sampleRate");
  options.channels = requireChannels(object.Get("channels"), name + ".channels");
  options.frequency =
      requireNumber(object.Get("frequency"), name + ".frequency", 1,
                    static_cast<double>(std::min(sampleRate, engine::kAudioSampleRate)) / 2);
  options.amplitude = requireNumber(object.Get("amplitude"), name + ".amplitude", 0, 1);
  return options;
}

engine::AudioFormat toAudioFormat(Napi::Value value, const std::string& name) {
  engine::AudioFormat format;
  if (value.IsUndefined()) return format;
  const auto object = requireObject(value, name);
  format.sampleRate = optionalField(object, "sampleRate", name, requireSampleRate);
  format.channels = optionalField(object, "channels", name, requireChannels);
  format.durationMs = optionalField(
      object, "durationMs", name, [](Napi::Value field, const std::string& fieldName) {
        return static_cast<int>(
            requireInteger(field, fieldName, engine::kMinAudioChunkMs, engine::kMaxAudioChunkMs));
      });
  const int rate = format.sampleRate.value_or(engine::kAudioSampleRate);
  const int duration = format.durationMs.value_or(engine::kAudioChunkMs);
  if (rate * duration % 1000 != 0) {
    throw Napi::RangeError::New(
        value.Env(), name + ".durationMs must be a whole number of samples, not " +
                         std::to_string(duration) + " ms at " + std::to_string(rate) + " Hz");
  }
  return format;
}

engine::PixelFormat toReadFormat(Napi::Value value, const std::string& name) {
  using Format = engine::PixelFormat;
  return requireOneOf<Format>(value, name,
                              {{"i420", Format::kI420},
                               {"nv12", Format::kNv12},
                               {"rgba", Format::kRgba},
                               {"bgra", Format::kBgra},
                               {"argb", Format::kArgb},
                               {"rgb24", Format::kRgb24}});
}

engine::PixelView toPixelView(Napi::Value value, const std::string& name) {
  using Format = engine::PixelFormat;
  const auto object = requireObject(value, name);
  engine::PixelView view;
  view.format = requireOneOf<Format>(object.Get("format"), name + ".format",
                                     {{"i420", Format::kI420},
                                      {"nv12", Format::kNv12},
                                      {"yuy2", Format::kYuy2},
                                      {"uyvy", Format::kUyvy},
                                      {"rgba", Format::kRgba},
                                      {"bgra", Format::kBgra},
                                      {"argb", Format::kArgb},
                                      {"rgb24", Format::kRgb24},
                                      {"mjpeg", Format::kMjpeg}});
  view.width = requireDimension(object.Get("width"), name + ".width");
  view.height = requireDimension(object.Get("height"), name + ".height");
  const Napi::Value strides = object.Get("strides");
  if (!strides.IsUndefined()) {
    const auto array = requireArray(strides, name + ".strides", 3);
    for (uint32_t i = 0; i < array.Length(); ++i) {
      view.strides.push_back(static_cast<int>(requireInteger(
          array.Get(i), name + ".strides[" + std::to_string(i) + "]", 1, engine::kMaxStride)));
    }
  }
  view.timestampUs = optionalField(
      object, "timestampUs", name, [](Napi::Value field, const std::string& fieldName) {
        return requireInteger(field, fieldName, -kMaxSafeInteger, kMaxSafeInteger);
      });
  view.rotation =
      optionalField(object, "rotation", name, [](Napi::Value field, const std::string& fieldName) {
        return static_cast<int>(requireInteger(field, fieldName, 0, 270));
      }).value_or(0);
  view.colorSpace =
      optionalField(object, "colorSpace", name, toColorSpace).value_or(view.colorSpace);
  // Last, because reading a property may run JS that takes the memory away.
  const auto bytes = requireBytes(object.Get("data"), name + ".data");
  view.data = bytes.data();
  view.size = bytes.size();
  if (const auto status = engine::validate(view); !status.ok()) {
    throw toJsError(value.Env(), {status.error().kind, name + "." + status.error().message});
  }
  return view;
}

}  // namespace bindings
