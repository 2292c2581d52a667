#include "engine/core/track.h"

#include <utility>

#include "engine/core/track_ref.h"
#include "engine/peer/peer_connection.h"
#include "rtc_base/crypto_random.h"

namespace engine {

bool isOpen(const TrackRef& ref) {
  return ref.track != nullptr;
}

Track::Track(std::shared_ptr<TrackRef> ref, TrackKind kind, std::string id)
    : ref_(std::move(ref)), kind_(kind), id_(std::move(id)) {
}

LocalTrack::LocalTrack(std::shared_ptr<Engine> engine, TrackKind kind)
    : Track(std::make_shared<TrackRef>(), kind, webrtc::CreateRandomUuid()),
      engine_(std::move(engine)) {
}

LocalTrack::~LocalTrack() {
  LocalTrack::close();
}

void LocalTrack::setEnabled(bool enabled) {
  enabled_ = enabled;
  if (!engine_) return;
  engine_->post([ref = ref(), enabled] { ref->track->set_enabled(enabled); });
}

void LocalTrack::close() {
  if (!engine_) return;
  engine_->post([ref = ref()] { ref->track = nullptr; });
  engine_.reset();
}

RemoteTrack::RemoteTrack(std::shared_ptr<PeerConnection> connection, const RemoteTrackInfo& info)
    : Track(info.ref, info.kind, info.id), connection_(std::move(connection)) {
}

RemoteTrack::~RemoteTrack() = default;

const std::shared_ptr<Engine>& RemoteTrack::engine() const {
  return connection_->engine();
}

void RemoteTrack::setVolume(double volume) {
  if (!engine()) return;
  engine()->post([ref = ref(), volume] {
    if (ref->track) ref->audio()->GetSource()->SetVolume(volume);
  });
}

}  // namespace engine
