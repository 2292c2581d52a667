#include "engine/core/log.h"

#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "rtc_base/logging.h"

namespace engine {
namespace {

webrtc::LoggingSeverity toSeverity(LogLevel level) {
  switch (level) {
    case LogLevel::kVerbose:
      return webrtc::LS_VERBOSE;
    case LogLevel::kInfo:
      return webrtc::LS_INFO;
    case LogLevel::kWarning:
      return webrtc::LS_WARNING;
    case LogLevel::kError:
      return webrtc::LS_ERROR;
  }
  return webrtc::LS_NONE;
}

LogLevel toLevel(webrtc::LoggingSeverity severity) {
  switch (severity) {
    case webrtc::LS_VERBOSE:
      return LogLevel::kVerbose;
    case webrtc::LS_INFO:
      return LogLevel::kInfo;
    case webrtc::LS_WARNING:
      return LogLevel::kWarning;
    default:
      return LogLevel::kError;
  }
}

class Sink : public webrtc::LogSink {
 public:
  explicit Sink(LogHandler handler) : handler_(std::move(handler)) {}

  void OnLogMessage(const std::string& message, webrtc::LoggingSeverity severity) override {
    const size_t end = message.find_last_not_of("\r\n");
    handler_({toLevel(severity), message.substr(0, end + 1)});
  }
  void OnLogMessage(const std::string& message) override { OnLogMessage(message, webrtc::LS_INFO); }

 private:
  const LogHandler handler_;
};

struct Sinks {
  std::mutex mutex;
  std::map<uint64_t, std::unique_ptr<Sink>> byId;
  uint64_t lastId = 0;
};

/** Leaked on purpose: threads may still log while the process exits. */
Sinks& sinks() {
  static auto* const instance = new Sinks;
  return *instance;
}

}  // namespace

uint64_t addLogHandler(LogLevel minimum, LogHandler handler) {
  std::lock_guard lock(sinks().mutex);
  const uint64_t id = ++sinks().lastId;
  auto sink = std::make_unique<Sink>(std::move(handler));
  webrtc::LogMessage::AddLogToStream(sink.get(), toSeverity(minimum));
  sinks().byId.emplace(id, std::move(sink));
  return id;
}

void removeLogHandler(uint64_t id) {
  std::lock_guard lock(sinks().mutex);
  const auto found = sinks().byId.find(id);
  if (found == sinks().byId.end()) return;
  webrtc::LogMessage::RemoveLogToStream(found->second.get());
  sinks().byId.erase(found);
}

void silenceStandardError() {
  webrtc::LogMessage::LogToDebug(webrtc::LS_NONE);
  webrtc::LogMessage::SetLogToStderr(false);
}

}  // namespace engine
