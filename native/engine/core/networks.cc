#include "engine/core/networks.h"

#include <algorithm>

#include "rtc_base/thread.h"

namespace engine {
namespace {

constexpr uint32_t kLoopbackAddress = 0x7F000001;
constexpr int kLoopbackPrefix = 8;

}  // namespace

std::vector<const webrtc::Network*> HostNetworks::GetNetworks() const {
  auto networks = webrtc::BasicNetworkManager::GetNetworks();
  std::erase_if(networks, [](const webrtc::Network* network) {
    return network->type() == webrtc::ADAPTER_TYPE_LOOPBACK;
  });
  return networks;
}

LoopbackNetworks::LoopbackNetworks()
    : loopback_("lo", "loopback", webrtc::IPAddress(kLoopbackAddress), kLoopbackPrefix,
                webrtc::ADAPTER_TYPE_LOOPBACK) {
  loopback_.AddIP(webrtc::IPAddress(kLoopbackAddress));
  loopback_.set_default_local_address_provider(this);
}

void LoopbackNetworks::StartUpdating() {
  // Sessions wait for the first signal; it has to come after this call returns.
  webrtc::Thread::Current()->PostTask([this] { NotifyNetworksChanged(); });
}

void LoopbackNetworks::StopUpdating() {
}

std::vector<const webrtc::Network*> LoopbackNetworks::GetNetworks() const {
  return {&loopback_};
}

std::vector<const webrtc::Network*> LoopbackNetworks::GetAnyAddressNetworks() {
  return {};
}

}  // namespace engine
