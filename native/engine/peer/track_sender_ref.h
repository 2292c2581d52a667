#pragma once

#include <optional>
#include <string>

#include "api/rtc_error.h"
#include "api/rtp_sender_interface.h"
#include "api/scoped_refptr.h"
#include "engine/peer/track_sender.h"

namespace engine {

/** Touched on the signaling thread only. */
struct TrackSender::Ref {
  /** Applies what is wanted, if the sender has been negotiated; libwebrtc has nowhere to keep it
   * before. */
  webrtc::RTCError applyParameters();

  webrtc::scoped_refptr<webrtc::RtpSenderInterface> sender;
  /** Why there is no sender. */
  std::string error;
  /** Whether kMaxEncodedFps holds, and is not applied yet. */
  bool limitFrameRate = false;
  /** What was asked for and is not applied yet. */
  SendParameters wanted;
  std::optional<DegradationPreference> degradation;
};

}  // namespace engine
