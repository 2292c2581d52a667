#include "bindings/runtime/dispatcher.h"

#include <napi.h>

#include <exception>
#include <utility>

#include "bindings/runtime/environment.h"

namespace bindings {
namespace {

/** Of reports of statistics, which take longest, 3 ms a turn. */
constexpr std::size_t kCompletionsPerTurn = 32;

}  // namespace

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
  const Napi::Value setImmediate = Napi::Env(env).Global().Get("setImmediate");
  if (setImmediate.IsFunction()) {
    dispatcher->setImmediate_ = Napi::Persistent(setImmediate.As<Napi::Function>());
    // The loop may call it after everything else is gone.
    dispatcher->onNextTurn_ = Napi::Persistent(
        Napi::Function::New(env, [weak = std::weak_ptr(dispatcher)](const Napi::CallbackInfo&) {
          if (const auto self = weak.lock()) self->resume();
        }));
    // Freed with the environment; doing it when the last owner lets go may be too late.
    dispatcher->setImmediate_.SuppressDestruct();
    dispatcher->onNextTurn_.SuppressDestruct();
  }
  return dispatcher;
}

void Dispatcher::post(Task task) {
  add(std::move(task), false);
}

void Dispatcher::postCompletion(Task task) {
  add(std::move(task), true);
}

void Dispatcher::add(Task task, bool completion) {
  std::lock_guard lock(mutex_);
  if (closed_) return;
  items_.push_back({std::move(task), completion});
  if (!armed_ && !yielding_) arm();
}

void Dispatcher::arm() {
  armed_ = napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking) == napi_ok;
}

Dispatcher::Task Dispatcher::takeNext() {
  std::lock_guard lock(mutex_);
  armed_ = false;
  if (closed_ || items_.empty()) return nullptr;
  Item item = std::move(items_.front());
  items_.pop_front();
  if (item.completion) ++completions_;
  if (completions_ >= kCompletionsPerTurn && !setImmediate_.IsEmpty()) {
    yielding_ = true;
  } else if (!items_.empty()) {
    arm();
  }
  return std::move(item.task);
}

void Dispatcher::yieldTurn() {
  {
    std::lock_guard lock(mutex_);
    if (closed_ || !yielding_) return;
  }
  setImmediate_.Value().Call({onNextTurn_.Value()});
}

void Dispatcher::resume() {
  std::lock_guard lock(mutex_);
  completions_ = 0;
  yielding_ = false;
  if (!closed_ && !armed_ && !items_.empty()) arm();
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
  std::deque<Item> dropped;
  std::lock_guard lock(mutex_);
  if (std::exchange(closed_, true)) return;
  dropped.swap(items_);
  napi_release_threadsafe_function(function_, napi_tsfn_abort);
}

void Dispatcher::run(napi_env env, napi_value, void* context, void*) {
  // Without an environment the queue is being emptied, and the dispatcher may be gone.
  if (env == nullptr) return;
  try {
    auto& self = *static_cast<Dispatcher*>(context);
    const Task task = self.takeNext();
    // First, because the task may throw, or close everything.
    self.yieldTurn();
    Environment* const environment = Environment::of(env);
    if (task && environment != nullptr) task(*environment);
  } catch (const Napi::Error& error) {
    // Nothing on the stack can catch it: this is what makes it an 'uncaughtException'.
    napi_fatal_exception(env, error.Value());
  } catch (const std::exception& error) {
    napi_fatal_exception(env, Napi::Error::New(env, error.what()).Value());
  }
}

}  // namespace bindings
