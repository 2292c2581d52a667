#include "engine/audio/pcm_queue.h"

#include <algorithm>
#include <cmath>

#include "engine/core/limits.h"

namespace engine {
namespace {

/** Milliseconds to have, or to have waited for, before a stream that ran dry goes on. */
constexpr int kStartMs = 30;

/** Milliseconds in which sound begins, and breaks off. */
constexpr double kFadeMs = 2.5;

/** A change of speed that is worth the converter's tables being made anew. */
constexpr double kSpeedStep = 0.0001;

int16_t scaled(int16_t sample, std::size_t part, std::size_t whole) {
  return static_cast<int16_t>(static_cast<int64_t>(sample) * static_cast<int64_t>(part) /
                              static_cast<int64_t>(whole));
}

}  // namespace

PcmQueue::PcmQueue(const PcmOptions& options)
    : sampleRate_(options.sampleRate),
      channels_(options.channels),
      ticksAhead_(options.targetQueuedMs.value_or(kStartMs) / kAudioChunkMs),
      startFrames_(framesOf(options.targetQueuedMs.value_or(kStartMs))),
      fadeFrames_(framesOf(kFadeMs)),
      buffer_(options.channels, options.sampleRate, framesOf(options.maxQueuedMs)),
      converter_(options.channels, options.sampleRate, kAudioSampleRate,
                 [this](std::span<int16_t> frames) { pull(frames); }),
      last_(channels_) {
  if (options.targetQueuedMs) control_.emplace(*options.targetQueuedMs);
}

std::size_t PcmQueue::push(std::span<const int16_t> samples) {
  std::lock_guard lock(mutex_);
  return buffer_.push(samples);
}

void PcmQueue::take(std::vector<int16_t>& chunk) {
  std::lock_guard lock(mutex_);
  chunk.resize(kAudioSampleRate / 1000 * kAudioChunkMs * channels_);
  if (state_ == State::kWaiting && !isReady()) {
    std::fill(chunk.begin(), chunk.end(), int16_t{0});
    return;
  }
  const bool ending = state_ == State::kEnding;
  if (state_ == State::kFlowing) correctDrift();
  converter_.produce(chunk);
  if (!ending) return;
  converter_.reset();
  state_ = State::kWaiting;
  waited_ = 0;
}

void PcmQueue::clear() {
  std::lock_guard lock(mutex_);
  buffer_.fadeOut();
}

std::size_t PcmQueue::size() const {
  std::lock_guard lock(mutex_);
  return buffer_.size();
}

void PcmQueue::pull(std::span<int16_t> frames) {
  std::size_t count = 0;
  if (state_ == State::kFlowing) count = buffer_.take(frames) * channels_;
  for (std::size_t i = 0; i < count && faded_ < fadeFrames_; i += channels_, ++faded_) {
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      frames[i + channel] = scaled(frames[i + channel], faded_, fadeFrames_);
    }
  }
  if (count > 0) std::copy_n(frames.begin() + count - channels_, channels_, last_.begin());
  if (count == frames.size()) return;
  // The level that it breaks off at goes down to zero: cut off, it would click.
  for (std::size_t i = count; i < frames.size(); i += channels_) {
    const std::size_t left = fadeFrames_ - std::min(fadeFrames_, (i - count) / channels_ + 1);
    for (std::size_t channel = 0; channel < channels_; ++channel) {
      frames[i + channel] = scaled(last_[channel], left, fadeFrames_);
    }
  }
  std::fill(last_.begin(), last_.end(), int16_t{0});
  state_ = State::kEnding;
}

bool PcmQueue::isReady() {
  const std::size_t waiting = buffer_.size();
  if (waiting == 0) return false;
  ++waited_;
  if (waiting < startFrames_ && waited_ < ticksAhead_) return false;
  state_ = State::kFlowing;
  faded_ = 0;
  if (control_) control_->restart();
  return true;
}

void PcmQueue::correctDrift() {
  if (!control_) return;
  const double perMs = static_cast<double>(sampleRate_) / 1000;
  // Half of what is about to be taken, so that it is what waits on average.
  const double fillMs = static_cast<double>(buffer_.size()) / perMs - kAudioChunkMs / 2.0;
  const auto correction = control_->update(fillMs);
  if (correction.jumpMs != 0) {
    const int frames = static_cast<int>(std::lround(correction.jumpMs * perMs));
    control_->jumped(buffer_.jump(frames) / perMs);
  }
  if (std::abs(correction.speed - speed_) < kSpeedStep) return;
  speed_ = correction.speed;
  converter_.setSpeed(speed_);
}

std::size_t PcmQueue::framesOf(double milliseconds) const {
  return static_cast<std::size_t>(std::lround(sampleRate_ * milliseconds / 1000));
}

}  // namespace engine
