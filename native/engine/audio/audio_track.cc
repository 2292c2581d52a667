#include "engine/audio/audio_track.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "engine/audio/audio_source.h"
#include "engine/audio/pcm_queue.h"
#include "engine/core/engine_internals.h"
#include "engine/core/limits.h"
#include "engine/core/track_ref.h"

namespace engine {

using namespace std::chrono_literals;

namespace {

void createTrack(const LocalTrack& owner, webrtc::scoped_refptr<AudioSource> source) {
  auto& internals = owner.engine()->internals();
  owner.engine()->post(
      [&internals, ref = owner.ref(), id = owner.id(), source = std::move(source)] {
        ref->track = internals.factory->CreateAudioTrack(id, source.get());
      });
}

}  // namespace

struct PushedAudioTrack::Impl {
  explicit Impl(const PcmOptions& options)
      : channels(options.channels),
        queue(options),
        source(webrtc::make_ref_counted<AudioSource>(options.channels)) {}

  void deliverNext() {
    queue.take(chunk);
    source->deliver(chunk);
  }

  const int channels;
  PcmQueue queue;
  const webrtc::scoped_refptr<AudioSource> source;
  std::vector<int16_t> chunk;
  std::optional<Ticker> ticker;
};

PushedAudioTrack::PushedAudioTrack(std::shared_ptr<Engine> engine, const PcmOptions& options)
    : LocalTrack(std::move(engine), TrackKind::kAudio), impl_(new Impl(options)) {
  createTrack(*this, impl_->source);
  impl_->ticker.emplace(this->engine()->internals().audioClock, 10ms,
                        [impl = impl_.get()] { impl->deliverNext(); });
}

PushedAudioTrack::~PushedAudioTrack() {
  PushedAudioTrack::close();
}

std::size_t PushedAudioTrack::push(std::span<const int16_t> samples) {
  return engine() ? impl_->queue.push(samples) : 0;
}

std::size_t PushedAudioTrack::queued() const {
  return engine() ? impl_->queue.size() : 0;
}

void PushedAudioTrack::clear() {
  impl_->queue.clear();
}

int PushedAudioTrack::channels() const {
  return impl_->channels;
}

void PushedAudioTrack::close() {
  impl_->ticker.reset();
  LocalTrack::close();
}

struct ToneTrack::Impl {
  explicit Impl(const ToneOptions& options)
      : options(options),
        source(webrtc::make_ref_counted<AudioSource>(options.channels)),
        chunk(static_cast<size_t>(kAudioSampleRate / 1000 * kAudioChunkMs) * options.channels) {}

  void deliverNext() {
    const double step = options.frequency / kAudioSampleRate;
    for (size_t i = 0; i < chunk.size(); i += options.channels) {
      const double sample = options.amplitude * std::sin(2 * std::numbers::pi * phase);
      for (int channel = 0; channel < options.channels; ++channel) {
        chunk[i + channel] =
            static_cast<int16_t>(std::lround(sample * std::numeric_limits<int16_t>::max()));
      }
      phase += step;
      phase -= std::floor(phase);
    }
    source->deliver(chunk);
  }

  const ToneOptions options;
  const webrtc::scoped_refptr<AudioSource> source;
  std::vector<int16_t> chunk;
  /** In turns, 0–1. */
  double phase = 0;
  std::optional<Ticker> ticker;
};

ToneTrack::ToneTrack(std::shared_ptr<Engine> engine, const ToneOptions& options)
    : LocalTrack(std::move(engine), TrackKind::kAudio), impl_(new Impl(options)) {
  createTrack(*this, impl_->source);
  impl_->ticker.emplace(this->engine()->internals().audioClock, 10ms,
                        [impl = impl_.get()] { impl->deliverNext(); });
}

ToneTrack::~ToneTrack() {
  ToneTrack::close();
}

void ToneTrack::close() {
  impl_->ticker.reset();
  LocalTrack::close();
}

}  // namespace engine
