#pragma once

#include "api/media_stream_interface.h"
#include "api/scoped_refptr.h"
#include "engine/core/track.h"

namespace engine {

/**
 * Only touched on the signaling thread. A libwebrtc track destroys itself there too, by a blocking
 * call; emptying this explicitly keeps that call from being made by the thread that happens to drop the
 * last copy, when that thread may be gone.
 */
struct TrackRef {
  webrtc::scoped_refptr<webrtc::MediaStreamTrackInterface> track;

  webrtc::VideoTrackInterface* video() const {
    return static_cast<webrtc::VideoTrackInterface*>(track.get());
  }
  webrtc::AudioTrackInterface* audio() const {
    return static_cast<webrtc::AudioTrackInterface*>(track.get());
  }
};

}  // namespace engine
