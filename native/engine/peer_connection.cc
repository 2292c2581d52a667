#include "engine/peer_connection.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "api/peer_connection_interface.h"
#include "engine/engine_internals.h"
#include "engine/limits.h"
#include "engine/peer_connection_observers.h"
#include "engine/stats.h"
#include "engine/track_ref.h"
#include "rtc_base/helpers.h"
#include "rtc_base/logging.h"

namespace engine {
namespace {

using webrtc::PeerConnectionInterface;

Error failure(std::string_view operation, std::string_view reason) {
  return {ErrorKind::kFailed, std::string(operation) + ": " + std::string(reason)};
}

Error closedError(std::string_view operation) {
  return {ErrorKind::kInvalidState, std::string(operation) + ": the peer connection is closed"};
}

Status toStatus(std::string_view operation, const webrtc::RTCError& error) {
  if (error.ok()) return success();
  return failure(operation, error.message());
}

PeerConnectionInterface::RTCConfiguration toConfiguration(const PeerConnectionConfig& config,
                                                          const EngineOptions& engine) {
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
  result.set_prerenderer_smoothing(!engine.lowLatency);
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
  }
  return "";
}

webrtc::DegradationPreference toDegradationPreference(DegradationPreference preference) {
  switch (preference) {
    case DegradationPreference::kBalanced:
      return webrtc::DegradationPreference::BALANCED;
    case DegradationPreference::kMaintainFramerate:
      return webrtc::DegradationPreference::MAINTAIN_FRAMERATE;
    case DegradationPreference::kMaintainResolution:
      return webrtc::DegradationPreference::MAINTAIN_RESOLUTION;
  }
  return webrtc::DegradationPreference::BALANCED;
}

/** Every codec the engine can send, the preferred ones first and otherwise in its own order. */
std::vector<webrtc::RtpCodecCapability> orderCodecs(webrtc::PeerConnectionFactoryInterface& factory,
                                                    const std::vector<VideoCodec>& preferred) {
  auto codecs = factory.GetRtpSenderCapabilities(cricket::MEDIA_TYPE_VIDEO).codecs;
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

/** Touched on the signaling thread only. */
struct TrackSender::Ref {
  /** Applies what is wanted, if the sender has been negotiated; libwebrtc has nowhere to keep it
   * before. */
  webrtc::RTCError applyParameters();

  rtc::scoped_refptr<webrtc::RtpSenderInterface> sender;
  /** Why there is no sender. */
  std::string error;
  /** What was asked for and is not applied yet. */
  SendParameters wanted;
  std::optional<DegradationPreference> degradation;
};

webrtc::RTCError TrackSender::Ref::applyParameters() {
  if (!wanted.active && !wanted.maxBitrate && !degradation) return webrtc::RTCError::OK();
  auto current = sender->GetParameters();
  if (current.encodings.empty()) return webrtc::RTCError::OK();
  for (auto& encoding : current.encodings) {
    if (wanted.active) encoding.active = *wanted.active;
    if (wanted.maxBitrate) encoding.max_bitrate_bps = *wanted.maxBitrate;
  }
  if (degradation) current.degradation_preference = toDegradationPreference(*degradation);
  wanted = {};
  degradation.reset();
  return sender->SetParameters(current);
}

/**
 * What lives on the signaling thread. Tasks share it; `close` empties it there, so the last one to
 * let go of it may be any thread.
 */
struct PeerConnection::Impl : webrtc::PeerConnectionObserver {
  explicit Impl(PeerConnectionEvents events) : events(std::move(events)) {}

  void open(Engine::Internals& internals, const PeerConnectionConfig& config);
  void close();
  void addTrack(Engine::Internals& internals, const TrackRef& track, TrackKind kind,
                const SendOptions& options, TrackSender::Ref& sender);
  /** After a description was set, which may have made senders ready for their parameters. */
  void applyParameters();

  void OnSignalingChange(PeerConnectionInterface::SignalingState state) override {}
  void OnDataChannel(rtc::scoped_refptr<webrtc::DataChannelInterface> channel) override {}
  void OnIceGatheringChange(PeerConnectionInterface::IceGatheringState state) override {}
  void OnIceCandidate(const webrtc::IceCandidateInterface* candidate) override;
  void OnConnectionChange(PeerConnectionInterface::PeerConnectionState state) override;
  void OnStandardizedIceConnectionChange(
      PeerConnectionInterface::IceConnectionState state) override;
  void OnTrack(rtc::scoped_refptr<webrtc::RtpTransceiverInterface> transceiver) override;

  const PeerConnectionEvents events;
  rtc::scoped_refptr<PeerConnectionInterface> connection;
  /** Why there is no connection. */
  std::string openError;
  /** One stream for all tracks, so that the receiver keeps picture and sound in step. */
  const std::string streamId = rtc::CreateRandomUuid();
  std::vector<std::shared_ptr<TrackSender::Ref>> senders;
  std::vector<std::shared_ptr<TrackRef>> remoteTracks;
};

void PeerConnection::Impl::open(Engine::Internals& internals, const PeerConnectionConfig& config) {
  webrtc::PeerConnectionDependencies dependencies(this);
  dependencies.allocator = internals.createPortAllocator(config.loopbackOnly);
  auto result = internals.factory->CreatePeerConnectionOrError(
      toConfiguration(config, internals.options), std::move(dependencies));
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
  if (kind == TrackKind::kVideo) sender.degradation = options.degradationPreference;
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
  events.iceConnectionState(std::string(PeerConnectionInterface::AsString(state)));
}

void PeerConnection::Impl::OnTrack(
    rtc::scoped_refptr<webrtc::RtpTransceiverInterface> transceiver) {
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

/** Runs `action` with the open connection on the signaling thread, or completes with the reason why
 * there is none. */
template <typename T, typename Action>
void run(const std::shared_ptr<Engine>& engine, std::shared_ptr<PeerConnection::Impl> impl,
         const char* operation, Completion<T> done, Action action) {
  if (!engine) {
    done(closedError(operation));
    return;
  }
  engine->post([impl = std::move(impl), operation, done = std::move(done),
                action = std::move(action)]() mutable {
    if (impl->connection) {
      action(*impl->connection, std::move(done));
    } else {
      done(failure(operation, impl->openError));
    }
  });
}

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
rtc::scoped_refptr<Observer> observeSet(std::shared_ptr<PeerConnection::Impl> impl,
                                        const char* operation, Completion<std::monostate> done) {
  return rtc::make_ref_counted<Observer>(
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
    const auto observer = rtc::make_ref_counted<CreateDescriptionObserver>(
        toDescription("createOffer", std::move(done)));
    connection.CreateOffer(observer.get(), options);
  });
}

void PeerConnection::createAnswer(Completion<SessionDescription> done) {
  run(engine_, impl_, "createAnswer", std::move(done), [](auto& connection, auto done) {
    const auto observer = rtc::make_ref_counted<CreateDescriptionObserver>(
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
        auto parsed = parse(kName, description);
        if (!parsed.ok()) return done(parsed.error());
        connection.SetRemoteDescription(
            std::move(parsed.value()), observeSet<SetRemoteObserver>(impl, kName, std::move(done)));
      });
}

void PeerConnection::addIceCandidate(const IceCandidate& candidate,
                                     Completion<std::monostate> done) {
  constexpr auto kName = "addIceCandidate";
  run(engine_, impl_, kName, std::move(done), [candidate](auto& connection, auto done) {
    webrtc::SdpParseError error;
    std::unique_ptr<webrtc::IceCandidateInterface> parsed(webrtc::CreateIceCandidate(
        candidate.sdpMid.value_or(""), candidate.sdpMLineIndex.value_or(-1), candidate.candidate,
        &error));
    if (!parsed) return done(failure(kName, error.description));
    connection.AddIceCandidate(std::move(parsed), [done](const webrtc::RTCError& result) {
      done(toStatus(kName, result));
    });
  });
}

void PeerConnection::getStats(Completion<StatsReport> done) {
  run(engine_, impl_, "getStats", std::move(done), [](auto& connection, auto done) {
    const auto observer = rtc::make_ref_counted<StatsObserver>(
        [done = std::move(done)](const auto& report) { done(toStatsReport(report)); });
    connection.GetStats(observer.get());
  });
}

TrackSender::TrackSender(std::shared_ptr<PeerConnection> connection, std::shared_ptr<Ref> ref,
                         TrackKind kind)
    : connection_(std::move(connection)), ref_(std::move(ref)), kind_(kind) {
}

void TrackSender::replaceTrack(const LocalTrack* track, Completion<std::monostate> done) {
  constexpr auto kName = "replaceTrack";
  run(connection_->engine(), connection_->impl_, kName, std::move(done),
      [sender = ref_, track = track == nullptr ? nullptr : track->ref()](auto&, auto done) {
        if (!sender->sender) return done(failure(kName, sender->error));
        const bool replaced = sender->sender->SetTrack(track ? track->track.get() : nullptr);
        done(replaced ? success() : Status(failure(kName, "the sender does not take the track")));
      });
}

void TrackSender::setParameters(const SendParameters& parameters, Completion<std::monostate> done) {
  constexpr auto kName = "setParameters";
  run(connection_->engine(), connection_->impl_, kName, std::move(done),
      [sender = ref_, parameters](auto&, auto done) {
        if (!sender->sender) return done(failure(kName, sender->error));
        if (parameters.active) sender->wanted.active = parameters.active;
        if (parameters.maxBitrate) sender->wanted.maxBitrate = parameters.maxBitrate;
        done(toStatus(kName, sender->applyParameters()));
      });
}

}  // namespace engine
