#include "engine/audio/audio_shaper.h"

#include <algorithm>
#include <cmath>

#include "engine/core/limits.h"

namespace engine {

void AudioShaper::put(std::span<const int16_t> samples, int channels, int64_t nowUs,
                      const std::function<void(AudioChunk)>& deliver) {
  const int wanted = format_.channels.value_or(channels);
  // The sender has turned from mono to stereo, or back.
  if (wanted != channels_) start(wanted);
  remix(samples, channels);

  const int rate = format_.sampleRate.value_or(kAudioSampleRate);
  const std::size_t frames = rate * format_.durationMs.value_or(kAudioChunkMs) / 1000;
  if (converter_) {
    // Two blocks stay in it, so that it never asks for what is not there yet.
    const double ahead = static_cast<double>((input_.size() - used_) / channels_) -
                         2.0 * static_cast<double>(converter_->blockFrames());
    const auto ready =
        static_cast<std::size_t>(std::max(0.0, std::floor(ahead * rate / kAudioSampleRate)));
    const std::size_t from = output_.size();
    output_.resize(from + ready * channels_);
    if (ready > 0) converter_->produce(std::span(output_).subspan(from));
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
  } else {
    output_.insert(output_.end(), input_.begin(), input_.end());
    input_.clear();
  }

  const std::size_t count = frames * channels_;
  while (output_.size() >= count) {
    const auto behind = static_cast<int64_t>(output_.size() / channels_) * 1'000'000 / rate;
    const auto end = output_.begin() + static_cast<std::ptrdiff_t>(count);
    deliver({{output_.begin(), end}, rate, channels_, nowUs + kAudioChunkMs * 1000 - behind});
    output_.erase(output_.begin(), end);
  }
}

void AudioShaper::start(int channels) {
  channels_ = channels;
  input_.clear();
  output_.clear();
  used_ = 0;
  if (format_.sampleRate.value_or(kAudioSampleRate) == kAudioSampleRate) return;
  converter_.emplace(channels, kAudioSampleRate, *format_.sampleRate,
                     [this](std::span<int16_t> frames) { pull(frames); });
}

void AudioShaper::remix(std::span<const int16_t> samples, int channels) {
  if (channels == channels_) {
    input_.insert(input_.end(), samples.begin(), samples.end());
    return;
  }
  for (std::size_t i = 0; i + channels <= samples.size(); i += channels) {
    int sum = 0;
    for (int channel = 0; channel < channels; ++channel) sum += samples[i + channel];
    input_.insert(input_.end(), channels_, static_cast<int16_t>(sum / channels));
  }
}

void AudioShaper::pull(std::span<int16_t> frames) {
  const std::size_t count = std::min(frames.size(), input_.size() - used_);
  std::copy_n(input_.begin() + static_cast<std::ptrdiff_t>(used_), count, frames.begin());
  std::fill(frames.begin() + static_cast<std::ptrdiff_t>(count), frames.end(), int16_t{0});
  used_ += count;
}

}  // namespace engine
