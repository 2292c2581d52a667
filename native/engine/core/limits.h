#pragma once

#include <chrono>
#include <cstddef>

/** Every number that bounds what the engine accepts or keeps. binding.d.ts documents the same
 * values. */
namespace engine {

constexpr int kMaxDimension = 16384;

/** Bytes per row: 16 times what the widest row needs. libyuv multiplies strides as 32-bit integers,
 * and those beyond 2^30 made it read outside the frame. */
constexpr int kMaxStride = 1 << 20;

constexpr int kMinBitrate = 5'000;
constexpr int kMaxBitrate = 100'000'000;

/**
 * Where the bandwidth estimate of a connection starts. libwebrtc's own 300 kbit/s sends the first
 * seconds of HD video at a quarter of its size; the estimate falls within a second where the
 * network has less.
 */
constexpr int kStartBitrate = 1'000'000;

/** Frames per second that an encoder takes of a source: it asks for no limit by itself. */
constexpr double kMaxEncodedFps = 60;

/** How much smaller than its source video may be sent. */
constexpr double kMaxScaleDown = 1'024;

/** How often a capture or drawing that nobody wants, or that is muted, does something all the same. */
constexpr std::chrono::seconds kIdlePeriod{1};

constexpr double kMinFps = 1;
constexpr double kMaxFps = 120;
constexpr std::size_t kMaxSdpBytes = 1 << 20;

/**
 * Candidates of a peer that are taken in one ICE generation, in descriptions and one by one: each is
 * paired with each of ours, and 1,000 kept the network thread, which all calls share, busy for 12
 * seconds. Browsers send less than 20.
 */
constexpr std::size_t kMaxRemoteCandidates = 64;

/** What the description of a peer may have. A session's have two sections with one stream each. */
constexpr std::size_t kMaxSections = 32;
constexpr std::size_t kMaxStreamsPerSection = 32;
constexpr std::size_t kMaxSsrcsPerStream = 16;
constexpr std::size_t kMaxSimulcastLayers = 8;

/** How long closing a capture waits for its thread, which the window system may be holding up. */
constexpr std::chrono::milliseconds kCapturePatience{250};

/** Lines of libwebrtc's log that wait for JS. */
constexpr std::size_t kMaxLogLinesQueued = 1000;

/** Decoders own a pool of 300 buffers and freeze when it is empty, so only a few frames may wait
 * for JS. */
constexpr std::size_t kMaxFramesQueued = 4;

/** Milliseconds of decoded audio waiting for JS, and how many chunks it may be in any case. */
constexpr int kAudioQueuedMs = 500;
constexpr int kMinAudioChunksQueued = 4;

/** How long a screen may be switched off, as it is for a moment when its mode changes, before its
 * capture ends. */
constexpr std::chrono::seconds kScreenPatience{2};

/** Hertz: of everything that enters and leaves libwebrtc. */
constexpr int kAudioSampleRate = 48'000;

/** Hertz of what is pushed, and of what a sink is asked for. */
constexpr int kMinSampleRate = 8'000;
constexpr int kMaxSampleRate = 96'000;

/** Milliseconds of pushed PCM that may wait to be sent. */
constexpr int kMinQueuedMs = 20;
constexpr int kMaxQueuedMs = 10'000;
constexpr int kDefaultQueuedMs = 1'000;

/** Milliseconds of audio that a sink delivers at a time, unless it is asked for something else. */
constexpr int kAudioChunkMs = 10;
constexpr int kMinAudioChunkMs = 1;
constexpr int kMaxAudioChunkMs = 1'000;

}  // namespace engine
