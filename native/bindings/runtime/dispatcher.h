#pragma once

#include <node_api.h>

#include <functional>
#include <memory>
#include <mutex>

namespace bindings {

class Environment;

/**
 * The only way from a thread of the engine to JS: tasks run on the environment's JS thread, each as
 * a callback of its own (with its microtasks), in the order they were posted. Control events are
 * posted as they are; media sinks keep what they received in a bounded inbox and post only that
 * something is there.
 */
class Dispatcher {
 public:
  using Task = std::function<void(Environment&)>;

  static std::shared_ptr<Dispatcher> create(napi_env env);

  /** From any thread; never blocks. A task that cannot be run any more is dropped. */
  void post(Task task);

  /** While one lives, the environment's event loop does not end by itself. For the JS thread. */
  class Hold {
   public:
    explicit Hold(std::shared_ptr<Dispatcher> dispatcher);
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

   private:
    const std::shared_ptr<Dispatcher> dispatcher_;
  };

  /** No task runs after this returns. For the JS thread. */
  void close();

 private:
  explicit Dispatcher(napi_env env) : env_(env) {}
  static void run(napi_env env, napi_value callback, void* context, void* data);

  const napi_env env_;
  std::mutex mutex_;
  bool closed_ = false;
  napi_threadsafe_function function_ = nullptr;
  int holds_ = 0;
};

}  // namespace bindings
