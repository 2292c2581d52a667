#pragma once

#include <cstdint>
#include <functional>
#include <string>

/** Log lines of libwebrtc. Nothing is written anywhere unless there is a handler. */
namespace engine {

enum class LogLevel { kVerbose, kInfo, kWarning, kError };

struct LogLine {
  LogLevel level = LogLevel::kInfo;
  /** Source file and line within libwebrtc, then the text. */
  std::string message;
};

/** Called on whichever thread logs; must not block nor log. */
using LogHandler = std::function<void(const LogLine&)>;

/** Returns an id for `removeLogHandler`. Several handlers, each with its own level, may listen. */
uint64_t addLogHandler(LogLevel minimum, LogHandler handler);

/** On return the handler is not running and will not run again. */
void removeLogHandler(uint64_t id);

/** Keeps libwebrtc from writing to stderr, which it does by default. */
void silenceStandardError();

}  // namespace engine
