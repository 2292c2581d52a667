#pragma once

#include <napi.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "bindings/runtime/convert.h"
#include "bindings/runtime/dispatcher.h"
#include "engine/core/types.h"

namespace bindings {

class Environment;

/**
 * Something that works until it is closed: the garbage collector leaves its JS object alone until
 * then, events find it by its id, and the end of its environment closes it.
 */
class LiveObject {
 public:
  /** `ownerId` is the id of the engine object that made this one: closing that closes this first. */
  explicit LiveObject(Environment& environment, uint64_t ownerId = 0);
  virtual ~LiveObject();
  LiveObject(const LiveObject&) = delete;
  LiveObject& operator=(const LiveObject&) = delete;

  uint64_t liveId() const { return liveId_; }
  uint64_t ownerId() const { return ownerId_; }

  /** Idempotent. */
  virtual void close() = 0;

  /** Called with the JS object that this is the native half of. */
  void keepAlive(Napi::Object self);

 protected:
  Environment& environment() const { return *environment_; }

  /** What is closed is not found any more, and free to be collected. */
  void retire();

 private:
  const std::shared_ptr<Environment> environment_;
  const uint64_t liveId_;
  const uint64_t ownerId_;
  Napi::ObjectReference self_;
};

/**
 * What belongs to one JS environment (the main thread, or one worker): its queue, its classes, its
 * pending promises and every object that is still open. Nothing here is shared with another
 * environment. For the JS thread.
 */
class Environment : public std::enable_shared_from_this<Environment> {
 public:
  /** Made once per environment, when the addon is loaded into it. */
  static Environment& create(Napi::Env env);
  static Environment* of(napi_env env);

  Napi::Env env() const { return env_; }
  const std::shared_ptr<Dispatcher>& dispatcher() const { return dispatcher_; }

  /** Throws once the environment is shutting down. */
  void requireOpen() const;

  /** Closes what is open, newest first, and joins the threads that nothing else uses. Idempotent. For
   * JS: what is pending rejects. */
  void shutdown();
  /** The same at the end of the environment, when no JS can be run any more. */
  void end();

  /** A class's type tag as its objects of this environment have it: objects of another load of the
   * addon are strangers, with an engine and ids of their own. */
  napi_type_tag tagOf(const napi_type_tag& classTag) const {
    return {classTag.lower ^ tagSalt_.lower, classTag.upper ^ tagSalt_.upper};
  }

  /** Closes what an engine object made, newest first. */
  void closeAllOf(uint64_t ownerId);

  /** The open object with this id, or null. The caller knows its class: ids are never used twice.
   */
  LiveObject* find(uint64_t id) const;
  std::size_t liveCount() const { return live_.size(); }

  /** A promise that `start` has completed, from any thread, by calling what it is given. */
  template <typename T>
  Napi::Value promise(uint64_t ownerId, const std::function<void(engine::Completion<T>)>& start);

  /** Rejects everything that is pending for an object. */
  void rejectPending(uint64_t ownerId, const std::string& reason);

  /** Replaces the log handler; an empty function removes it. */
  void setLogHandler(uint64_t engineHandlerId, Napi::FunctionReference handler);
  Napi::FunctionReference& logHandler() { return logHandler_; }

  /** Constructors by class, and the native half of an object that is under construction. See
   * wrapped.h. */
  void setConstructor(const void* key, Napi::Function constructor);
  Napi::Function constructor(const void* key) const;
  void* adopting = nullptr;

 private:
  friend class LiveObject;
  struct Pending {
    Napi::Promise::Deferred deferred;
    uint64_t ownerId;
    /** Keeps the event loop alive until the promise has settled. */
    std::unique_ptr<Dispatcher::Hold> hold;
  };

  explicit Environment(Napi::Env env);
  Napi::Error shutDownError() const;
  void closeAll();

  uint64_t addPending(uint64_t ownerId, Napi::Promise::Deferred deferred);
  std::optional<Napi::Promise::Deferred> takePending(uint64_t id);

  const Napi::Env env_;
  const std::shared_ptr<Dispatcher> dispatcher_;
  const napi_type_tag tagSalt_;
  std::map<uint64_t, LiveObject*> live_;
  std::map<uint64_t, Pending> pending_;
  std::unordered_map<const void*, Napi::FunctionReference> constructors_;
  Napi::FunctionReference logHandler_;
  uint64_t logHandlerId_ = 0;
  uint64_t lastId_ = 0;
  bool closed_ = false;
};

template <typename T>
Napi::Value Environment::promise(uint64_t ownerId,
                                 const std::function<void(engine::Completion<T>)>& start) {
  const auto deferred = Napi::Promise::Deferred::New(env_);
  if (closed_) {
    deferred.Reject(shutDownError().Value());
    return deferred.Promise();
  }
  const uint64_t id = addPending(ownerId, deferred);
  start([dispatcher = dispatcher_, id](engine::Result<T> result) {
    dispatcher->postCompletion([id, result = std::move(result)](Environment& environment) {
      const auto pending = environment.takePending(id);
      if (!pending) return;
      if (result.ok()) {
        pending->Resolve(toJs(environment.env(), result.value()));
      } else {
        pending->Reject(toJsError(environment.env(), result.error()).Value());
      }
    });
  });
  return deferred.Promise();
}

}  // namespace bindings
