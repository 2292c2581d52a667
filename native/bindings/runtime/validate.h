#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/core/types.h"
#include "engine/video/frame.h"

/**
 * From JS values to the engine's plain data. Whatever is wrong ends here, as a TypeError or
 * RangeError that names the field: libwebrtc aborts the process on much of what it does not expect.
 */
namespace bindings {

Napi::Object requireObject(Napi::Value value, const std::string& name);
Napi::Function requireFunction(Napi::Value value, const std::string& name);
bool requireBoolean(Napi::Value value, const std::string& name);
double requireNumber(Napi::Value value, const std::string& name, double min, double max);
int64_t requireInteger(Napi::Value value, const std::string& name, int64_t min, int64_t max);
std::string requireString(Napi::Value value, const std::string& name, std::size_t maxBytes);
Napi::Array requireArray(Napi::Value value, const std::string& name, uint32_t maxLength);

/** Valid until JS runs again. */
std::span<uint8_t> requireBytes(Napi::Value value, const std::string& name);
std::span<int16_t> requireSamples(Napi::Value value, const std::string& name);
/** The same, of a whole number for each channel. */
std::span<int16_t> requireWholeFrames(Napi::Value value, const std::string& name, int channels);

/** A field that may be absent: undefined is, null is not. */
template <typename Read>
auto optionalField(Napi::Object object, const char* field, const std::string& name, Read read)
    -> std::optional<decltype(read(Napi::Value(), std::string()))> {
  const Napi::Value value = object.Get(field);
  if (value.IsUndefined()) return std::nullopt;
  return read(value, name + "." + field);
}

/** Of a string, without converting it. */
std::size_t utf16Length(Napi::Value value);

/** One of the words of a string union. */
template <typename T>
T requireOneOf(Napi::Value value, const std::string& name,
               std::initializer_list<std::pair<const char*, T>> words) {
  std::string expected;
  constexpr std::size_t kLongestWord = 64;
  const bool readable = value.IsString() && utf16Length(value) <= kLongestWord;
  const std::string word = readable ? value.As<Napi::String>().Utf8Value() : "";
  for (const auto& [known, result] : words) {
    if (readable && word == known) return result;
    expected += (expected.empty() ? "'" : ", '") + std::string(known) + "'";
  }
  throw Napi::TypeError::New(value.Env(), name + " must be one of " + expected);
}

engine::SessionDescription toSessionDescription(Napi::Value value, const std::string& name);
engine::IceCandidate toIceCandidate(Napi::Value value, const std::string& name);
engine::PeerConnectionConfig toPeerConnectionConfig(Napi::Value value, const std::string& name);
engine::SendOptions toSendOptions(Napi::Value value, const std::string& name);
engine::SendParameters toSendParameters(Napi::Value value, const std::string& name);
engine::VideoTrackOptions toVideoTrackOptions(Napi::Value value, const std::string& name);
engine::TestPatternOptions toTestPatternOptions(Napi::Value value, const std::string& name);
engine::ScreenOptions toScreenOptions(Napi::Value value, const std::string& name);
engine::MicrophoneOptions toMicrophoneOptions(Napi::Value value, const std::string& name);
engine::PcmOptions toPcmOptions(Napi::Value value, const std::string& name);
engine::AudioFormat toAudioFormat(Napi::Value value, const std::string& name);
engine::ToneOptions toToneOptions(Napi::Value value, const std::string& name);

/** Checked against its dimensions. Its data is valid until JS runs again. */
engine::PixelView toPixelView(Napi::Value value, const std::string& name);

/** A format that a frame can be read as. */
engine::PixelFormat toReadFormat(Napi::Value value, const std::string& name);

}  // namespace bindings
