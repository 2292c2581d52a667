#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "api/candidate.h"
#include "api/jsep.h"
#include "engine/core/result.h"

/**
 * The one place where what a peer says is looked at before libwebrtc acts on it. It aborts the
 * process on some values that its parser lets through, and others cost more than a call is worth.
 */
namespace engine {

/** What becomes of a candidate of a peer. */
enum class CandidateVerdict {
  kTake,
  /** An mDNS name (RFC 8828), which browsers use to hide addresses: nothing is wrong with it. */
  kIgnore,
  /** The name of a host. Looking it up would take a thread, and tell others what a peer likes. */
  kHostName,
  /** One more than kMaxRemoteCandidates. */
  kTooMany,
};

/** Counts the candidates of one ICE generation of a peer, whichever way they come. */
class RemoteCandidates {
 public:
  CandidateVerdict judge(const webrtc::Candidate& candidate);

  /** The count begins anew with new ICE credentials. */
  void begin(const std::string& credentials);

 private:
  std::string credentials_;
  std::size_t count_ = 0;
};

using ParsedDescription = std::unique_ptr<webrtc::SessionDescriptionInterface>;

/**
 * The description as libwebrtc may have it. Values out of their range are clamped or left out, and
 * so are candidates that `candidates` does not take; what makes no sense at all is an error.
 */
Result<ParsedDescription> checkRemoteDescription(const webrtc::SessionDescriptionInterface& given,
                                                 RemoteCandidates& candidates);

}  // namespace engine
