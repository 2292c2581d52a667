#include "engine/peer/peer_connection.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "api/peer_connection_interface.h"
#include "engine/core/limits.h"
#include "engine/peer/peer_connection_internals.h"
#include "engine/peer/peer_connection_observers.h"
#include "engine/peer/remote_description.h"
#include "engine/peer/stats.h"
#include "engine/peer/track_sender.h"
#include "rtc_base/logging.h"

namespace engine {
namespace {

using webrtc::PeerConnectionInterface;

PeerConnectionInterface::RTCConfiguration toConfiguration(const PeerConnectionConfig& config) {
  PeerConnectionInterface::RTCConfiguration result;
  for (const auto& server : config.iceServers) {
    PeerConnectionInterface::IceServer converted;
    converted.urls = server.urls;
    converted.username = server.username;
    converted.password = server.credential;
    result.servers.push_back(std::move(converted));
  }
  if (config.relayOnly) result.type = PeerConnectionInterface::kRelay;
  if (config.loopbackOnly) {
    result.tcp_candidate_policy = PeerConnectionInterface::kTcpCandidatePolicyDisabled;
  }
  result.bundle_policy = PeerConnectionInterface::kBundlePolicyMaxBundle;
  // As in browsers: an offer that is received drops the own one that is pending, so glare can be
  // resolved.
  result.enable_implicit_rollback = true;
  // Frames come when they are decoded, which is timed already. A second queue drops what it takes for late after an outage.
  result.set_prerenderer_smoothing(false);
  // An interruption is noticed after about three seconds (five by default), and its end starts the video afresh. A shorter one is
  // mended by what the sender can still send again; in between, nothing would be but by a receiver's timer of 3 s.
  result.ice_connection_receiving_timeout = 1500;
  result.ice_unwritable_timeout = 2500;
  return result;
}

absl::string_view codecName(VideoCodec codec) {
  switch (codec) {
    case VideoCodec::kVp8:
      return "VP8";
    case VideoCodec::kVp9:
      return "VP9";
    case VideoCodec::kH264:
      return "H264";
    case VideoCodec::kAv1:
      return "AV1";
  }
  return "";
}

/** Every codec the engine can send, the preferred ones first and otherwise in its own order. */
std::vector<webrtc::RtpCodecCapability> orderCodecs(webrtc::PeerConnectionFactoryInterface& factory,
                                                    const std::vector<VideoCodec>& preferred) {
  auto codecs = factory.GetRtpSenderCapabilities(webrtc::MediaType::VIDEO).codecs;
  const auto rank = [&](const webrtc::RtpCodecCapability& codec) {
    return std::find_if(preferred.begin(), preferred.end(),
                        [&](VideoCodec candidate) {
                          return absl::EqualsIgnoreCase(codec.name, codecName(candidate));
                        }) -
           preferred.begin();
  };
  std::stable_sort(codecs.begin(), codecs.end(),
                   [&](const auto& left, const auto& right) { return rank(left) < rank(right); });
  return codecs;
}

Result<std::unique_ptr<webrtc::SessionDescriptionInterface>> parse(
    std::string_view operation, const SessionDescription& description) {
  const auto type = webrtc::SdpTypeFromString(description.type);
  if (!type) return failure(operation, "unknown type of description");
  webrtc::SdpParseError error;
  auto parsed = webrtc::CreateSessionDescription(*type, description.sdp, &error);
  if (parsed) return parsed;
  return failure(operation, "line \"" + error.line + "\": " + error.description);
}

}  // namespace

void PeerConnection::Impl::open(Engine::Internals& internals, const PeerConnectionConfig& config) {
  webrtc::PeerConnectionDependencies dependencies(this);
  dependencies.allocator = internals.createPortAllocator(config.loopbackOnly);
  auto result = internals.factory->CreatePeerConnectionOrError(toConfiguration(config),
                                                               std::move(dependencies));
  if (result.ok()) {
    connection = result.MoveValue();
    webrtc::BitrateSettings bitrates;
    bitrates.start_bitrate_bps = kStartBitrate;
    connection->SetBitrate(bitrates);
  } else {
    openError = result.error().message();
  }
}

void PeerConnection::Impl::close() {
  if (connection) connection->Close();
  for (const auto& sender : senders) sender->sender = nullptr;
  for (const auto& track : remoteTracks) track->track = nullptr;
  connection = nullptr;
}

void PeerConnection::Impl::addTrack(Engine::Internals& internals, const TrackRef& track,
                                    TrackKind kind, const SendOptions& options,
                                    TrackSender::Ref& sender) {
  if (!connection || !track.track) {
    sender.error = connection ? "the track was closed before it was added" : openError;
    return;
  }
  // Unlike AddTransceiver this takes over a receive-only section that the other side offered.
  auto added = connection->AddTrack(track.track, {streamId});
  if (!added.ok()) {
    sender.error = added.error().message();
    return;
  }
  sender.sender = added.MoveValue();
  for (const auto& transceiver : connection->GetTransceivers()) {
    if (transceiver->sender() != sender.sender) continue;
    transceiver->SetDirectionWithError(webrtc::RtpTransceiverDirection::kSendOnly);
    if (kind == TrackKind::kVideo && !options.codecs.empty()) {
      auto codecs = orderCodecs(*internals.factory, options.codecs);
      transceiver->SetCodecPreferences(codecs);
    }
  }
  sender.wanted.maxBitrate = options.maxBitrate;
  if (kind == TrackKind::kVideo) {
    sender.degradation = options.degradationPreference;
    sender.limitFrameRate = true;
  }
}

void PeerConnection::Impl::applyParameters() {
  for (const auto& sender : senders) {
    if (!sender->sender) continue;
    const auto error = sender->applyParameters();
    if (!error.ok()) RTC_LOG(LS_WARNING) << "cannot apply parameters: " << error.message();
  }
}

void PeerConnection::Impl::OnIceCandidate(const webrtc::IceCandidateInterface* candidate) {
  IceCandidate converted{{}, candidate->sdp_mid(), candidate->sdp_mline_index()};
  if (candidate->ToString(&converted.candidate)) events.candidate(std::move(converted));
}

void PeerConnection::Impl::OnConnectionChange(PeerConnectionInterface::PeerConnectionState state) {
  events.connectionState(std::string(PeerConnectionInterface::AsString(state)));
}

void PeerConnection::Impl::OnStandardizedIceConnectionChange(
    PeerConnectionInterface::IceConnectionState state) {
  if (state == PeerConnectionInterface::kIceConnectionDisconnected ||
      state == PeerConnectionInterface::kIceConnectionFailed) {
    interrupted = true;
  } else if (interrupted && (state == PeerConnectionInterface::kIceConnectionConnected ||
                             state == PeerConnectionInterface::kIceConnectionCompleted)) {
    interrupted = false;
    startVideoAfresh();
  }
  events.iceConnectionState(std::string(PeerConnectionInterface::AsString(state)));
}

// What was lost meanwhile would else be sent again first, and the next key frame waits for a receiver's timer of 3 s.
void PeerConnection::Impl::startVideoAfresh() {
  for (const auto& sender : connection->GetSenders()) {
    if (sender->media_type() == webrtc::MediaType::VIDEO) sender->GenerateKeyFrame({});
  }
  for (const auto& ref : remoteTracks) {
    if (ref->track && ref->track->kind() == webrtc::MediaStreamTrackInterface::kVideoKind) {
      ref->video()->GetSource()->GenerateKeyFrame();
    }
  }
}

void PeerConnection::Impl::OnTrack(
    webrtc::scoped_refptr<webrtc::RtpTransceiverInterface> transceiver) {
  auto track = transceiver->receiver()->track();
  // Fires again when a section is reactivated; the track is the same one.
  const bool known = std::any_of(remoteTracks.begin(), remoteTracks.end(),
                                 [&](const auto& ref) { return ref->track == track; });
  if (known) return;
  auto ref = std::make_shared<TrackRef>(TrackRef{track});
  remoteTracks.push_back(ref);
  const bool video = track->kind() == webrtc::MediaStreamTrackInterface::kVideoKind;
  events.track({video ? TrackKind::kVideo : TrackKind::kAudio, track->id(), std::move(ref)});
}

void PeerConnection::Impl::OnRemoveTrack(
    webrtc::scoped_refptr<webrtc::RtpReceiverInterface> receiver) {
  const auto track = receiver->track();
  const auto known = std::find_if(remoteTracks.begin(), remoteTracks.end(),
                                  [&](const auto& ref) { return ref->track == track; });
  if (known == remoteTracks.end()) return;
  (*known)->track = nullptr;
  remoteTracks.erase(known);
  events.trackEnded(track->id());
}

PeerConnection::PeerConnection(std::shared_ptr<Engine> engine, const PeerConnectionConfig& config,
                               PeerConnectionEvents events)
    : engine_(std::move(engine)), impl_(std::make_shared<Impl>(std::move(events))) {
  engine_->post(
      [impl = impl_, &internals = engine_->internals(), config] { impl->open(internals, config); });
}

PeerConnection::~PeerConnection() {
  close();
}

void PeerConnection::close() {
  if (!engine_) return;
  engine_->post([impl = impl_] { impl->close(); });
  engine_.reset();
}

std::shared_ptr<TrackSender> PeerConnection::addTrack(const LocalTrack& track,
                                                      const SendOptions& options) {
  auto ref = std::make_shared<TrackSender::Ref>();
  engine_->post([impl = impl_, &internals = engine_->internals(), track = track.ref(),
                 kind = track.kind(), options, ref] {
    impl->senders.push_back(ref);
    impl->addTrack(internals, *track, kind, options, *ref);
  });
  return std::make_shared<TrackSender>(shared_from_this(), std::move(ref), track.kind());
}

namespace {

DescriptionHandler toDescription(const char* operation, Completion<SessionDescription> done) {
  return [operation, done = std::move(done)](auto result) {
    SessionDescription description;
    if (!result.ok()) {
      done(failure(operation, result.error().message()));
    } else if (!result.value()->ToString(&description.sdp)) {
      done(failure(operation, "the description cannot be written"));
    } else {
      description.type = result.value()->type();
      done(std::move(description));
    }
  };
}

template <typename Observer>
webrtc::scoped_refptr<Observer> observeSet(std::shared_ptr<PeerConnection::Impl> impl,
                                           const char* operation, Completion<std::monostate> done) {
  return webrtc::make_ref_counted<Observer>(
      [impl = std::move(impl), operation, done = std::move(done)](const webrtc::RTCError& error) {
        impl->applyParameters();
        done(toStatus(operation, error));
      });
}

}  // namespace

void PeerConnection::createOffer(bool iceRestart, Completion<SessionDescription> done) {
  run(engine_, impl_, "createOffer", std::move(done), [iceRestart](auto& connection, auto done) {
    PeerConnectionInterface::RTCOfferAnswerOptions options;
    options.ice_restart = iceRestart;
    const auto observer = webrtc::make_ref_counted<CreateDescriptionObserver>(
        toDescription("createOffer", std::move(done)));
    connection.CreateOffer(observer.get(), options);
  });
}

void PeerConnection::createAnswer(Completion<SessionDescription> done) {
  run(engine_, impl_, "createAnswer", std::move(done), [](auto& connection, auto done) {
    const auto observer = webrtc::make_ref_counted<CreateDescriptionObserver>(
        toDescription("createAnswer", std::move(done)));
    connection.CreateAnswer(observer.get(), PeerConnectionInterface::RTCOfferAnswerOptions());
  });
}

void PeerConnection::setLocalDescription(const SessionDescription& description,
                                         Completion<std::monostate> done) {
  constexpr auto kName = "setLocalDescription";
  run(engine_, impl_, kName, std::move(done),
      [impl = impl_, description](auto& connection, auto done) {
        auto parsed = parse(kName, description);
        if (!parsed.ok()) return done(parsed.error());
        connection.SetLocalDescription(std::move(parsed.value()),
                                       observeSet<SetLocalObserver>(impl, kName, std::move(done)));
      });
}

void PeerConnection::setRemoteDescription(const SessionDescription& description,
                                          Completion<std::monostate> done) {
  constexpr auto kName = "setRemoteDescription";
  run(engine_, impl_, kName, std::move(done),
      [impl = impl_, description](auto& connection, auto done) {
        const auto parsed = parse(kName, description);
        if (!parsed.ok()) return done(parsed.error());
        auto checked = checkRemoteDescription(*parsed.value(), impl->remoteCandidates);
        if (!checked.ok()) return done(checked.error());
        connection.SetRemoteDescription(
            std::move(checked.value()),
            observeSet<SetRemoteObserver>(impl, kName, std::move(done)));
      });
}

void PeerConnection::addIceCandidate(const IceCandidate& candidate,
                                     Completion<std::monostate> done) {
  constexpr auto kName = "addIceCandidate";
  run(engine_, impl_, kName, std::move(done),
      [impl = impl_, candidate](auto& connection, auto done) {
        webrtc::SdpParseError error;
        std::unique_ptr<webrtc::IceCandidateInterface> parsed(webrtc::CreateIceCandidate(
            candidate.sdpMid.value_or(""), candidate.sdpMLineIndex.value_or(-1),
            candidate.candidate, &error));
        if (!parsed) return done(failure(kName, error.description));
        // A candidate that libwebrtc would reject anyway counts for nothing.
        if (connection.remote_description() != nullptr) {
          switch (impl->remoteCandidates.judge(parsed->candidate())) {
            case CandidateVerdict::kTake:
              break;
            case CandidateVerdict::kIgnore:
              return done(success());
            case CandidateVerdict::kHostName:
              return done(
                  Error{ErrorKind::kOutOfRange,
                        "candidate.candidate must have an IP address, not the name of a host"});
            case CandidateVerdict::kTooMany:
              return done(Error{ErrorKind::kOutOfRange,
                                "addIceCandidate: there are " +
                                    std::to_string(kMaxRemoteCandidates) +
                                    " candidates already; more come with new ICE credentials"});
          }
        }
        connection.AddIceCandidate(std::move(parsed), [done](const webrtc::RTCError& result) {
          done(toStatus(kName, result));
        });
      });
}

void PeerConnection::getStats(Completion<StatsReport> done) {
  run(engine_, impl_, "getStats", std::move(done), [](auto& connection, auto done) {
    const auto observer = webrtc::make_ref_counted<StatsObserver>(
        [done = std::move(done)](const auto& report) { done(toStatsReport(report)); });
    connection.GetStats(observer.get());
  });
}

}  // namespace engine
