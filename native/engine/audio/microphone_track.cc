#include "engine/audio/microphone_track.h"

#include <utility>

#include "engine/core/engine_internals.h"
#include "engine/core/track_ref.h"

namespace engine {

MicrophoneTrack::MicrophoneTrack(std::shared_ptr<Engine> engine, const MicrophoneOptions& options)
    : LocalTrack(std::move(engine), TrackKind::kAudio) {
  webrtc::AudioOptions processing;
  processing.echo_cancellation = options.echoCancellation;
  processing.noise_suppression = options.noiseSuppression;
  processing.auto_gain_control = options.autoGainControl;
  auto& internals = this->engine()->internals();
  this->engine()->post([&internals, ref = ref(), id = this->id(), processing] {
    // The source has no samples of its own: senders of the track get those of the device.
    const auto source = internals.factory->CreateAudioSource(processing);
    ref->track = internals.factory->CreateAudioTrack(id, source.get());
  });
}

}  // namespace engine
