#include "engine/video/video_track_factory.h"

#include <utility>

#include "engine/core/engine_internals.h"
#include "engine/core/track_ref.h"

namespace engine {
namespace {

webrtc::VideoTrackInterface::ContentHint toContentHint(ContentHint hint) {
  using Hint = webrtc::VideoTrackInterface::ContentHint;
  switch (hint) {
    case ContentHint::kNone:
      return Hint::kNone;
    case ContentHint::kMotion:
      return Hint::kFluid;
    case ContentHint::kDetail:
      return Hint::kDetailed;
    case ContentHint::kText:
      return Hint::kText;
  }
  return Hint::kNone;
}

}  // namespace

void createVideoTrack(const LocalTrack& owner, webrtc::scoped_refptr<VideoSource> source,
                      ContentHint hint) {
  auto& internals = owner.engine()->internals();
  owner.engine()->post(
      [&internals, ref = owner.ref(), id = owner.id(), source = std::move(source), hint] {
        auto track = internals.factory->CreateVideoTrack(source, id);
        track->set_content_hint(toContentHint(hint));
        ref->track = std::move(track);
      });
}

}  // namespace engine
