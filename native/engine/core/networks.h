#pragma once

#include <vector>

#include "rtc_base/network.h"

namespace engine {

/** Every interface of the machine but loopback, as browsers gather candidates. */
class HostNetworks : public webrtc::BasicNetworkManager {
 public:
  using webrtc::BasicNetworkManager::BasicNetworkManager;

  std::vector<const webrtc::Network*> GetNetworks() const override;
};

/**
 * 127.0.0.1 and nothing else: nothing leaves the machine, and no interface is looked at. Calls
 * between processes of one machine work the same with and without a network.
 */
class LoopbackNetworks : public webrtc::NetworkManagerBase {
 public:
  LoopbackNetworks();

  void StartUpdating() override;
  void StopUpdating() override;
  std::vector<const webrtc::Network*> GetNetworks() const override;
  std::vector<const webrtc::Network*> GetAnyAddressNetworks() override;

 private:
  webrtc::Network loopback_;
};

}  // namespace engine
