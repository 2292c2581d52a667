#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "api/jsep.h"
#include "api/rtc_error.h"
#include "api/set_local_description_observer_interface.h"
#include "api/set_remote_description_observer_interface.h"
#include "api/stats/rtc_stats_collector_callback.h"
#include "rtc_base/ref_counted_object.h"

/** libwebrtc's one-shot observers as functions. */
namespace engine {

using DescriptionHandler =
    std::function<void(webrtc::RTCErrorOr<std::unique_ptr<webrtc::SessionDescriptionInterface>>)>;

class CreateDescriptionObserver : public webrtc::CreateSessionDescriptionObserver {
 public:
  explicit CreateDescriptionObserver(DescriptionHandler done) : done_(std::move(done)) {}

  void OnSuccess(webrtc::SessionDescriptionInterface* description) override {
    done_(std::unique_ptr<webrtc::SessionDescriptionInterface>(description));
  }
  void OnFailure(webrtc::RTCError error) override { done_(std::move(error)); }

 private:
  const DescriptionHandler done_;
};

class SetLocalObserver : public webrtc::SetLocalDescriptionObserverInterface {
 public:
  explicit SetLocalObserver(std::function<void(webrtc::RTCError)> done) : done_(std::move(done)) {}

  void OnSetLocalDescriptionComplete(webrtc::RTCError error) override { done_(std::move(error)); }

 private:
  const std::function<void(webrtc::RTCError)> done_;
};

class SetRemoteObserver : public webrtc::SetRemoteDescriptionObserverInterface {
 public:
  explicit SetRemoteObserver(std::function<void(webrtc::RTCError)> done) : done_(std::move(done)) {}

  void OnSetRemoteDescriptionComplete(webrtc::RTCError error) override { done_(std::move(error)); }

 private:
  const std::function<void(webrtc::RTCError)> done_;
};

class StatsObserver : public webrtc::RTCStatsCollectorCallback {
 public:
  using Handler = std::function<void(const webrtc::RTCStatsReport&)>;
  explicit StatsObserver(Handler done) : done_(std::move(done)) {}

  void OnStatsDelivered(
      const webrtc::scoped_refptr<const webrtc::RTCStatsReport>& report) override {
    done_(*report);
  }

 private:
  const Handler done_;
};

}  // namespace engine
