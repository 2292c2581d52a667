#pragma once

#include "bindings/tracks/microphone_track_binding.h"
#include "bindings/tracks/pushed_audio_track_binding.h"
#include "bindings/tracks/pushed_video_track_binding.h"
#include "bindings/tracks/screen_track_binding.h"
#include "bindings/tracks/test_pattern_track_binding.h"
#include "bindings/tracks/tone_track_binding.h"

namespace bindings {

template <typename... Bindings>
struct TrackList {};

/** Every class of track that JS can make and send: what is here is exported, and taken by senders and sinks. */
using LocalTracks = TrackList<PushedVideoTrackBinding, TestPatternTrackBinding, ScreenTrackBinding,
                              PushedAudioTrackBinding, ToneTrackBinding, MicrophoneTrackBinding>;

}  // namespace bindings
