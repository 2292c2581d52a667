#pragma once

#include <napi.h>

#include <functional>
#include <utility>

#include "bindings/runtime/convert.h"

namespace bindings {

/**
 * Work of some milliseconds that needs no engine, on Node's thread pool, which Node drains before
 * the environment ends.
 */
template <typename T>
class PoolTask : public Napi::AsyncWorker {
 public:
  /** A promise of what `work` returns. */
  static Napi::Value run(Napi::Env env, std::function<T()> work) {
    // Deletes itself when it is done.
    auto* const task = new PoolTask(env, std::move(work));
    const auto promise = task->deferred_.Promise();
    task->Queue();
    return promise;
  }

 private:
  PoolTask(Napi::Env env, std::function<T()> work)
      : AsyncWorker(env), deferred_(Napi::Promise::Deferred::New(env)), work_(std::move(work)) {}

  void Execute() override { result_ = work_(); }
  void OnOK() override { deferred_.Resolve(toJs(Env(), result_)); }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

  const Napi::Promise::Deferred deferred_;
  const std::function<T()> work_;
  T result_{};
};

}  // namespace bindings
