#pragma once

#include <vector>

#include "rtc_base/network.h"

namespace engine {

/** Every interface of the machine but loopback, as browsers gather candidates. */
class HostNetworks : public rtc::BasicNetworkManager {
 public:
  using rtc::BasicNetworkManager::BasicNetworkManager;

  std::vector<const rtc::Network*> GetNetworks() const override;
};

/**
 * 127.0.0.1 and nothing else: nothing leaves the machine, and no interface is looked at. Calls
 * between processes of one machine work the same with and without a network.
 */
class LoopbackNetworks : public rtc::NetworkManagerBase {
 public:
  LoopbackNetworks();

  void StartUpdating() override;
  void StopUpdating() override;
  std::vector<const rtc::Network*> GetNetworks() const override;
  std::vector<const rtc::Network*> GetAnyAddressNetworks() override;

 private:
  rtc::Network loopback_;
};

}  // namespace engine
