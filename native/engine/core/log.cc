#include "engine/core/log.h"

#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "rtc_base/logging.h"

namespace engine {
namespace {

rtc::LoggingSeverity toSeverity(LogLevel level) {
  switch (level) {
    case LogLevel::kVerbose:
      return rtc::LS_VERBOSE;
    case LogLevel::kInfo:
      return rtc::LS_INFO;
    case LogLevel::kWarning:
      return rtc::LS_WARNING;
    case LogLevel::kError:
      return rtc::LS_ERROR;
  }
  return rtc::LS_NONE;
}

LogLevel toLevel(rtc::LoggingSeverity severity) {
  switch (severity) {
    case rtc::LS_VERBOSE:
      return LogLevel::kVerbose;
    case rtc::LS_INFO:
      return LogLevel::kInfo;
    case rtc::LS_WARNING:
      return LogLevel::kWarning;
    default:
      return LogLevel::kError;
  }
}

class Sink : public rtc::LogSink {
 public:
  explicit Sink(LogHandler handler) : handler_(std::move(handler)) {}

  void OnLogMessage(const std::string& message, rtc::LoggingSeverity severity) override {
    const size_t end = message.find_last_not_of("\r\n");
    handler_({toLevel(severity), message.substr(0, end + 1)});
  }
  void OnLogMessage(const std::string& message) override { OnLogMessage(message, rtc::LS_INFO); }

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
  rtc::LogMessage::AddLogToStream(sink.get(), toSeverity(minimum));
  sinks().byId.emplace(id, std::move(sink));
  return id;
}

void removeLogHandler(uint64_t id) {
  std::lock_guard lock(sinks().mutex);
  const auto found = sinks().byId.find(id);
  if (found == sinks().byId.end()) return;
  rtc::LogMessage::RemoveLogToStream(found->second.get());
  sinks().byId.erase(found);
}

void silenceStandardError() {
  rtc::LogMessage::LogToDebug(rtc::LS_NONE);
  rtc::LogMessage::SetLogToStderr(false);
}

}  // namespace engine
