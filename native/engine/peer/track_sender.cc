#include "engine/peer/track_sender.h"

#include <utility>

#include "engine/core/limits.h"
#include "engine/peer/peer_connection_internals.h"
#include "engine/peer/track_sender_ref.h"

namespace engine {
namespace {

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

}  // namespace

webrtc::RTCError TrackSender::Ref::applyParameters() {
  if (!wanted.active && !wanted.maxBitrate && !wanted.scaleResolutionDownBy &&
      !wanted.maxFramerate && !degradation && !limitFrameRate) {
    return webrtc::RTCError::OK();
  }
  auto current = sender->GetParameters();
  if (current.encodings.empty()) return webrtc::RTCError::OK();
  for (auto& encoding : current.encodings) {
    if (wanted.active) encoding.active = *wanted.active;
    if (wanted.maxBitrate) encoding.max_bitrate_bps = *wanted.maxBitrate;
    if (wanted.scaleResolutionDownBy) {
      encoding.scale_resolution_down_by = *wanted.scaleResolutionDownBy;
    }
    if (limitFrameRate) encoding.max_framerate = kMaxEncodedFps;
    if (wanted.maxFramerate) encoding.max_framerate = *wanted.maxFramerate;
  }
  if (degradation) current.degradation_preference = toDegradationPreference(*degradation);
  auto error = sender->SetParameters(current);
  if (!error.ok()) return error;
  wanted = {};
  degradation.reset();
  limitFrameRate = false;
  return error;
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
        if (parameters.scaleResolutionDownBy) {
          sender->wanted.scaleResolutionDownBy = parameters.scaleResolutionDownBy;
        }
        if (parameters.maxFramerate) sender->wanted.maxFramerate = parameters.maxFramerate;
        done(toStatus(kName, sender->applyParameters()));
      });
}

}  // namespace engine
