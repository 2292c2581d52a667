#include "bindings/runtime/dispatcher.h"

#include <napi.h>

#include <utility>

#include "bindings/runtime/environment.h"

namespace bindings {

std::shared_ptr<Dispatcher> Dispatcher::create(napi_env env) {
  std::shared_ptr<Dispatcher> dispatcher(new Dispatcher(env));
  // The function may outlive everything else, so it owns a share of what it calls.
  auto* const share = new std::shared_ptr<Dispatcher>(dispatcher);
  const auto release = [](napi_env, void* data, void*) {
    delete static_cast<std::shared_ptr<Dispatcher>*>(data);
  };
  napi_value name = nullptr;
  napi_create_string_utf8(env, "webrtc-session", NAPI_AUTO_LENGTH, &name);
  const auto status =
      napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, share, release,
                                      dispatcher.get(), run, &dispatcher->function_);
  if (status != napi_ok) {
    delete share;
    throw Napi::Error::New(env, "cannot create the event queue");
  }
  napi_unref_threadsafe_function(env, dispatcher->function_);
  return dispatcher;
}

void Dispatcher::post(Task task) {
  auto* const item = new Task(std::move(task));
  std::lock_guard lock(mutex_);
  if (closed_ || napi_call_threadsafe_function(function_, item, napi_tsfn_nonblocking) != napi_ok) {
    delete item;
  }
}

Dispatcher::Hold::Hold(std::shared_ptr<Dispatcher> dispatcher)
    : dispatcher_(std::move(dispatcher)) {
  Dispatcher& self = *dispatcher_;
  if (self.holds_++ == 0 && !self.closed_) napi_ref_threadsafe_function(self.env_, self.function_);
}

Dispatcher::Hold::~Hold() {
  Dispatcher& self = *dispatcher_;
  if (--self.holds_ == 0 && !self.closed_) {
    napi_unref_threadsafe_function(self.env_, self.function_);
  }
}

void Dispatcher::close() {
  std::lock_guard lock(mutex_);
  if (std::exchange(closed_, true)) return;
  napi_release_threadsafe_function(function_, napi_tsfn_abort);
}

void Dispatcher::run(napi_env env, napi_value, void*, void* data) {
  const std::unique_ptr<Task> task(static_cast<Task*>(data));
  // Without an environment the queue is being emptied.
  if (env == nullptr) return;
  try {
    if (Environment* const environment = Environment::of(env)) (*task)(*environment);
  } catch (const Napi::Error& error) {
    // Nothing on the stack can catch it: this is what makes it an 'uncaughtException'.
    napi_fatal_exception(env, error.Value());
  }
}

}  // namespace bindings
