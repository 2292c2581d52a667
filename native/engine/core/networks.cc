#include "engine/core/networks.h"

#include <algorithm>

#include "rtc_base/thread.h"

namespace engine {
namespace {

constexpr uint32_t kLoopbackAddress = 0x7F000001;
constexpr int kLoopbackPrefix = 8;

}  // namespace

std::vector<const rtc::Network*> HostNetworks::GetNetworks() const {
  auto networks = rtc::BasicNetworkManager::GetNetworks();
  std::erase_if(networks, [](const rtc::Network* network) {
    return network->type() == rtc::ADAPTER_TYPE_LOOPBACK;
  });
  return networks;
}

LoopbackNetworks::LoopbackNetworks()
    : loopback_("lo", "loopback", rtc::IPAddress(kLoopbackAddress), kLoopbackPrefix,
                rtc::ADAPTER_TYPE_LOOPBACK) {
  loopback_.AddIP(rtc::IPAddress(kLoopbackAddress));
  loopback_.set_default_local_address_provider(this);
}

void LoopbackNetworks::StartUpdating() {
  // Sessions wait for the first signal; it has to come after this call returns.
  rtc::Thread::Current()->PostTask([this] { SignalNetworksChanged(); });
}

void LoopbackNetworks::StopUpdating() {
}

std::vector<const rtc::Network*> LoopbackNetworks::GetNetworks() const {
  return {&loopback_};
}

std::vector<const rtc::Network*> LoopbackNetworks::GetAnyAddressNetworks() {
  return {};
}

}  // namespace engine
