#pragma once

#include <napi.h>

#include <cstddef>
#include <deque>
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

  /** The same for the end of an operation, of which JS may have any number under way: a turn of the
   * event loop runs kCompletionsPerTurn at most, so that timers and sockets have theirs. */
  void postCompletion(Task task);

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

  void add(Task task, bool completion);
  /** With the mutex held: asks Node for a call of `run`, which it makes in this turn of the loop. */
  void arm();
  Task takeNext();
  /** Goes on in the next turn if there was enough in this one. Not by `arm`: Node calls again and
   * again, up to a thousand times, while it is asked to. */
  void yieldTurn();
  void resume();

  const napi_env env_;
  std::mutex mutex_;
  bool closed_ = false;
  struct Item {
    Task task;
    bool completion;
  };
  std::deque<Item> items_;
  /** Whether Node was asked for a call of `run`. */
  bool armed_ = false;
  /** Whether nothing is asked for until the next turn. */
  bool yielding_ = false;
  /** Completions since the last `resume`. */
  std::size_t completions_ = 0;
  /** Node's, as it was when the addon was loaded. */
  Napi::FunctionReference setImmediate_;
  Napi::FunctionReference onNextTurn_;
  napi_threadsafe_function function_ = nullptr;
  int holds_ = 0;
};

}  // namespace bindings
