#pragma once

#include <memory>
#include <string>

#include "engine/core/engine.h"
#include "engine/core/types.h"

namespace engine {

class PeerConnection;

/** A libwebrtc track; defined in track_ref.h. Its owner empties it on the signaling thread when it
 * closes. */
struct TrackRef;

/** Whether its owner has not emptied it yet. On the signaling thread. */
bool isOpen(const TrackRef& ref);

/** What sinks and senders need to know of a track, local or remote. For a JS thread. */
class Track {
 public:
  virtual ~Track() = default;
  Track(const Track&) = delete;
  Track& operator=(const Track&) = delete;

  TrackKind kind() const { return kind_; }
  const std::string& id() const { return id_; }
  const std::shared_ptr<TrackRef>& ref() const { return ref_; }

  /** Null once the track is closed, or the connection it came from. */
  virtual const std::shared_ptr<Engine>& engine() const = 0;

 protected:
  Track(std::shared_ptr<TrackRef> ref, TrackKind kind, std::string id);

 private:
  const std::shared_ptr<TrackRef> ref_;
  const TrackKind kind_;
  const std::string id_;
};

/** A track that this process sends. */
class LocalTrack : public Track {
 public:
  ~LocalTrack() override;

  const std::shared_ptr<Engine>& engine() const override { return engine_; }

  /** A disabled track sends black frames or silence. */
  bool enabled() const { return enabled_; }
  virtual void setEnabled(bool enabled);

  /** Idempotent. Senders that still use the track send nothing from then on. */
  virtual void close();

 protected:
  /** With an id of its own and an empty reference, which the derived class has filled on the
   * signaling thread. */
  LocalTrack(std::shared_ptr<Engine> engine, TrackKind kind);

 private:
  std::shared_ptr<Engine> engine_;
  bool enabled_ = true;
};

/** What a peer connection says about a track that was announced to it. */
struct RemoteTrackInfo {
  TrackKind kind = TrackKind::kVideo;
  std::string id;
  std::shared_ptr<TrackRef> ref;
};

/** A track that a remote peer sends. It lives as long as its peer connection. */
class RemoteTrack : public Track {
 public:
  RemoteTrack(std::shared_ptr<PeerConnection> connection, const RemoteTrackInfo& info);
  ~RemoteTrack() override;

  const std::shared_ptr<Engine>& engine() const override;

  /** Playout volume of an audio track, 0–1. */
  void setVolume(double volume);

 private:
  const std::shared_ptr<PeerConnection> connection_;
};

}  // namespace engine
