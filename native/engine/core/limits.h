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

/** Decoded audio waiting for JS, in steps of 10 ms: half a second. */
constexpr std::size_t kMaxAudioChunksQueued = 50;

/** How long a screen may be switched off, as it is for a moment when its mode changes, before its
 * capture ends. */
constexpr std::chrono::seconds kScreenPatience{2};

/** Pushed PCM waiting to be sent. */
constexpr int kPcmQueueSeconds = 1;

}  // namespace engine
