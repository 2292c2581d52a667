#include "bindings/runtime/environment.h"

#include <atomic>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/engine.h"
#include "engine/core/log.h"

namespace bindings {
namespace {

using Holder = std::shared_ptr<Environment>;

void onEnvironmentEnd(void* data) {
  static_cast<Environment*>(data)->end();
}

/** Of each environment of each load of the addon another one. */
napi_type_tag nextSalt() {
  static std::atomic<uint64_t> last = 0;
  return {reinterpret_cast<uintptr_t>(&last), ++last};
}

}  // namespace

LiveObject::LiveObject(Environment& environment, uint64_t ownerId)
    : environment_(environment.shared_from_this()),
      liveId_(++environment.lastId_),
      ownerId_(ownerId) {
  environment_->live_.emplace(liveId_, this);
}

LiveObject::~LiveObject() {
  environment_->live_.erase(liveId_);
}

void LiveObject::keepAlive(Napi::Object self) {
  self_ = Napi::Persistent(self);
}

void LiveObject::retire() {
  environment_->live_.erase(liveId_);
  self_.Reset();
}

Environment& Environment::create(Napi::Env env) {
  auto* const holder = new Holder(new Environment(env));
  env.SetInstanceData<Holder>(holder);
  // Hooks run last in, first out: this one comes before that of the queue, which was made earlier.
  napi_add_env_cleanup_hook(env, onEnvironmentEnd, holder->get());
  return **holder;
}

Environment* Environment::of(napi_env env) {
  auto* const holder = Napi::Env(env).GetInstanceData<Holder>();
  return holder == nullptr ? nullptr : holder->get();
}

Environment::Environment(Napi::Env env)
    : env_(env), dispatcher_(Dispatcher::create(env)), tagSalt_(nextSalt()) {
}

Napi::Error Environment::shutDownError() const {
  return Napi::Error::New(env_, "webrtc-session was shut down in this environment");
}

void Environment::requireOpen() const {
  if (closed_) throw shutDownError();
}

void Environment::shutdown() {
  if (std::exchange(closed_, true)) return;
  const auto pending = std::exchange(pending_, {});
  for (const auto& [id, entry] : pending) entry.deferred.Reject(shutDownError().Value());
  closeAll();
}

void Environment::end() {
  if (std::exchange(closed_, true)) return;
  // Nothing runs after this, so no promise is awaited any more.
  pending_.clear();
  closeAll();
}

void Environment::closeAll() {
  while (!live_.empty()) live_.rbegin()->second->close();
  setLogHandler(0, {});
  dispatcher_->close();
  engine::Engine::joinClosed();
}

void Environment::closeAllOf(uint64_t ownerId) {
  std::vector<uint64_t> ids;
  for (auto entry = live_.rbegin(); entry != live_.rend(); ++entry) {
    if (entry->second->ownerId() == ownerId) ids.push_back(entry->first);
  }
  // By id, since closing one may close another.
  for (const uint64_t id : ids) {
    if (auto* const object = find(id)) object->close();
  }
}

LiveObject* Environment::find(uint64_t id) const {
  const auto found = live_.find(id);
  return found == live_.end() ? nullptr : found->second;
}

uint64_t Environment::addPending(uint64_t ownerId, Napi::Promise::Deferred deferred) {
  const uint64_t id = ++lastId_;
  pending_.emplace(id, Pending{deferred, ownerId, std::make_unique<Dispatcher::Hold>(dispatcher_)});
  return id;
}

std::optional<Napi::Promise::Deferred> Environment::takePending(uint64_t id) {
  const auto found = pending_.find(id);
  if (found == pending_.end()) return std::nullopt;
  const auto deferred = found->second.deferred;
  pending_.erase(found);
  return deferred;
}

void Environment::rejectPending(uint64_t ownerId, const std::string& reason) {
  std::vector<Napi::Promise::Deferred> deferreds;
  for (auto entry = pending_.begin(); entry != pending_.end();) {
    if (entry->second.ownerId == ownerId) {
      deferreds.push_back(entry->second.deferred);
      entry = pending_.erase(entry);
    } else {
      ++entry;
    }
  }
  for (const auto& deferred : deferreds) {
    deferred.Reject(toJsError(env_, {engine::ErrorKind::kInvalidState, reason}).Value());
  }
}

void Environment::setLogHandler(uint64_t engineHandlerId, Napi::FunctionReference handler) {
  if (logHandlerId_ != 0) engine::removeLogHandler(logHandlerId_);
  logHandlerId_ = engineHandlerId;
  logHandler_ = std::move(handler);
}

void Environment::setConstructor(const void* key, Napi::Function constructor) {
  auto reference = Napi::Persistent(constructor);
  // Freed with the environment; doing it here would be too late.
  reference.SuppressDestruct();
  constructors_.emplace(key, std::move(reference));
}

Napi::Function Environment::constructor(const void* key) const {
  return constructors_.at(key).Value();
}

}  // namespace bindings
