#pragma once

#include <memory>

#include "api/environment/environment.h"
#include "api/environment/environment_factory.h"
#include "api/peer_connection_interface.h"
#include "engine/audio/virtual_audio_device.h"
#include "engine/core/engine.h"
#include "engine/core/media_clock.h"
#include "engine/core/networks.h"
#include "modules/audio_device/include/audio_device.h"
#include "p2p/base/basic_packet_socket_factory.h"
#include "rtc_base/thread.h"

namespace engine {

/** Members in the order in which they depend on each other. */
struct Engine::Internals {
  explicit Internals(const EngineOptions& options);
  ~Internals();

  /** For the signaling thread: an allocator on the networks that a connection may use. */
  std::unique_ptr<webrtc::PortAllocator> createPortAllocator(bool loopbackOnly);

  const EngineOptions options;
  const webrtc::Environment env = webrtc::CreateEnvironment();

  /** Audio and video apart: drawing a large frame must not make audio late. */
  MediaClock audioClock{"audio-clock"};
  MediaClock videoClock{"video-clock"};

  const std::unique_ptr<webrtc::Thread> network;
  const std::unique_ptr<webrtc::Thread> worker;
  const std::unique_ptr<webrtc::Thread> signaling;

  // On the worker thread, which uses it too.
  webrtc::scoped_refptr<webrtc::AudioDeviceModule> audioDevice;

  // On the network thread.
  std::unique_ptr<webrtc::BasicPacketSocketFactory> socketFactory;
  std::unique_ptr<HostNetworks> hostNetworks;
  std::unique_ptr<LoopbackNetworks> loopbackNetworks;

  // On the signaling thread.
  webrtc::scoped_refptr<webrtc::PeerConnectionFactoryInterface> factory;

 private:
  void createFactory();
};

}  // namespace engine
