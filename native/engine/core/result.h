#pragma once

#include <string>
#include <utility>
#include <variant>

namespace engine {

/** How a failure is reported to the user; bindings/convert turns it into the matching error class.
 */
enum class ErrorKind {
  kWrongType,     // TypeError: a value of the wrong shape
  kOutOfRange,    // RangeError: the right shape, but outside what is allowed
  kInvalidState,  // Error: the object is closed or not ready for the call
  kFailed,        // Error: the operation was tried and failed
};

struct Error {
  ErrorKind kind = ErrorKind::kFailed;
  std::string message;
};

/** A value or the reason why there is none. */
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : content_(std::move(value)) {}
  Result(Error error) : content_(std::move(error)) {}

  bool ok() const { return std::holds_alternative<T>(content_); }
  T& value() { return std::get<T>(content_); }
  const T& value() const { return std::get<T>(content_); }
  const Error& error() const { return std::get<Error>(content_); }

 private:
  std::variant<T, Error> content_;
};

using Status = Result<std::monostate>;

inline Status success() {
  return Status(std::monostate{});
}

}  // namespace engine
