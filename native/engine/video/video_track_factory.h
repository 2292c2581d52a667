#pragma once

#include "engine/core/track.h"
#include "engine/video/video_source.h"

namespace engine {

/** Makes libwebrtc's half of a local video track, on the signaling thread. */
void createVideoTrack(const LocalTrack& owner, webrtc::scoped_refptr<VideoSource> source,
                      ContentHint hint);

}  // namespace engine
