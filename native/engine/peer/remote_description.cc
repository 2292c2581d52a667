#include "engine/peer/remote_description.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "engine/core/limits.h"
#include "media/base/media_constants.h"
#include "pc/session_description.h"

namespace engine {
namespace {

using webrtc::Codec;
using webrtc::MediaContentDescription;

/** Lengths of an Opus packet that libwebrtc encodes, milliseconds. */
constexpr int kPacketLengths[] = {20, 40, 60};
/** RFC 7587, section 6.1: the range of ptime, minptime and maxptime. */
constexpr int kMinPacketTime = 3;
constexpr int kMaxPacketTime = 120;
constexpr int kMaxQuantization = 63;
constexpr int kKilo = 1000;

Error outOfRange(const std::string& what, std::size_t max, std::size_t is) {
  return {ErrorKind::kOutOfRange, "description.sdp must have at most " + std::to_string(max) + " " +
                                      what + ", not " + std::to_string(is)};
}

std::optional<int> integerOf(const std::string& text) {
  int value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

/** The number that a parameter is; without it if it is none in the range. */
std::optional<int> keepInteger(Codec& codec, const char* name, int min, int max) {
  std::string text;
  if (!codec.GetParam(name, &text)) return std::nullopt;
  const auto value = integerOf(text);
  if (value && *value >= min && *value <= max) return value;
  codec.RemoveParam(name);
  return std::nullopt;
}

void checkPacketTimes(Codec& codec) {
  keepInteger(codec, webrtc::kCodecParamPTime, kMinPacketTime, kMaxPacketTime);
  const auto min = keepInteger(codec, webrtc::kCodecParamMinPTime, kMinPacketTime, kMaxPacketTime);
  const auto max = keepInteger(codec, webrtc::kCodecParamMaxPTime, kMinPacketTime, kMaxPacketTime);
  const auto possible = [&](int length) {
    return length >= min.value_or(kMinPacketTime) && length <= max.value_or(kMaxPacketTime);
  };
  if (std::any_of(std::begin(kPacketLengths), std::end(kPacketLengths), possible)) return;
  // An encoder that has no length left is what libwebrtc aborts on.
  codec.RemoveParam(webrtc::kCodecParamMinPTime);
  codec.RemoveParam(webrtc::kCodecParamMaxPTime);
}

/** libwebrtc multiplies them by 1000 as 32-bit integers. */
void checkBitrates(Codec& codec) {
  constexpr int kMax = kMaxBitrate / kKilo;
  const auto min = keepInteger(codec, webrtc::kCodecParamMinBitrate, 0, kMax);
  const auto max = keepInteger(codec, webrtc::kCodecParamMaxBitrate, 1, kMax);
  const auto start = keepInteger(codec, webrtc::kCodecParamStartBitrate, 1, kMax);
  keepInteger(codec, webrtc::kCodecParamMaxQuantization, 1, kMaxQuantization);
  const int low = min.value_or(0);
  const int high = max.value_or(kMax);
  if (low > high) {
    codec.RemoveParam(webrtc::kCodecParamMinBitrate);
    codec.RemoveParam(webrtc::kCodecParamMaxBitrate);
    codec.RemoveParam(webrtc::kCodecParamStartBitrate);
  } else if (start && (*start < low || *start > high)) {
    codec.SetParam(webrtc::kCodecParamStartBitrate, std::clamp(*start, std::max(low, 1), high));
  }
}

Status checkMedia(MediaContentDescription& media) {
  if (media.streams().size() > kMaxStreamsPerSection) {
    return outOfRange("streams in a section", kMaxStreamsPerSection, media.streams().size());
  }
  for (const auto& stream : media.streams()) {
    if (stream.ssrcs.size() > kMaxSsrcsPerStream) {
      return outOfRange("SSRCs in a stream", kMaxSsrcsPerStream, stream.ssrcs.size());
    }
  }
  const auto& simulcast = media.simulcast_description();
  const std::size_t layers =
      std::max({simulcast.send_layers().size(), simulcast.receive_layers().size(),
                media.receive_rids().size()});
  if (layers > kMaxSimulcastLayers) {
    return outOfRange("simulcast layers", kMaxSimulcastLayers, layers);
  }
  if (media.bandwidth() != webrtc::kAutoBandwidth && media.bandwidth() != 0) {
    media.set_bandwidth(media.bandwidth() < 0
                            ? webrtc::kAutoBandwidth
                            : std::clamp(media.bandwidth(), kMinBitrate, kMaxBitrate));
  }
  auto codecs = media.codecs();
  for (auto& codec : codecs) {
    codec.bitrate = std::clamp(codec.bitrate, 0, kMaxBitrate);
    if (codec.type == Codec::Type::kAudio) checkPacketTimes(codec);
    checkBitrates(codec);
  }
  media.set_codecs(codecs);
  return success();
}

Status checkTransport(const webrtc::TransportDescription& transport) {
  if (transport.connection_role != webrtc::CONNECTIONROLE_HOLDCONN) return success();
  return Error{ErrorKind::kOutOfRange,
               "description.sdp: a=setup must be active, passive or actpass, not holdconn"};
}

/** What tells one ICE generation from the next. */
std::string credentialsOf(const webrtc::SessionDescription& description) {
  std::string all;
  for (const auto& info : description.transport_infos()) {
    all += info.description.ice_ufrag + ' ' + info.description.ice_pwd + '\n';
  }
  return all;
}

}  // namespace

void RemoteCandidates::begin(const std::string& credentials) {
  if (credentials == credentials_) return;
  credentials_ = credentials;
  count_ = 0;
}

CandidateVerdict RemoteCandidates::judge(const webrtc::Candidate& candidate) {
  if (candidate.address().IsUnresolvedIP()) {
    const auto name = absl::AsciiStrToLower(candidate.address().hostname());
    return absl::EndsWith(name, ".local") ? CandidateVerdict::kIgnore : CandidateVerdict::kHostName;
  }
  if (count_ >= kMaxRemoteCandidates) return CandidateVerdict::kTooMany;
  ++count_;
  return CandidateVerdict::kTake;
}

Result<ParsedDescription> checkRemoteDescription(const webrtc::SessionDescriptionInterface& given,
                                                 RemoteCandidates& candidates) {
  auto description = given.description()->Clone();
  auto& contents = description->contents();
  if (contents.size() > kMaxSections) return outOfRange("sections", kMaxSections, contents.size());
  for (auto& content : contents) {
    if (auto status = checkMedia(*content.media_description()); !status.ok()) return status.error();
  }
  for (const auto& info : description->transport_infos()) {
    if (auto status = checkTransport(info.description); !status.ok()) return status.error();
  }

  candidates.begin(credentialsOf(*description));
  std::vector<webrtc::IceCandidateCollection> kept(contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const auto* const section = given.candidates(i);
    if (section == nullptr) continue;
    for (const auto& candidate : section->candidates()) {
      if (candidates.judge(candidate->candidate()) != CandidateVerdict::kTake) continue;
      kept[i].add(std::make_unique<webrtc::IceCandidate>(
          candidate->sdp_mid(), candidate->sdp_mline_index(), candidate->candidate()));
    }
  }
  return webrtc::SessionDescriptionInterface::Create(given.GetType(), std::move(description),
                                                     given.id(), given.version(), std::move(kept));
}

}  // namespace engine
