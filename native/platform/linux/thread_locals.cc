// Debian's libwebrtc is compiled for executables, so its thread-local variables use the
// local-exec model, which a shared object cannot have. Only two members of the archive hold
// such variables; these definitions of the same functions keep both from being linked.
#include "api/task_queue/task_queue_base.h"
#include "rtc_base/synchronization/yield_policy.h"

namespace {

thread_local webrtc::TaskQueueBase* currentTaskQueue = nullptr;
thread_local rtc::YieldInterface* currentYieldPolicy = nullptr;

}  // namespace

namespace webrtc {

TaskQueueBase* TaskQueueBase::Current() {
  return currentTaskQueue;
}

TaskQueueBase::CurrentTaskQueueSetter::CurrentTaskQueueSetter(TaskQueueBase* task_queue)
    : previous_(currentTaskQueue) {
  currentTaskQueue = task_queue;
}

TaskQueueBase::CurrentTaskQueueSetter::~CurrentTaskQueueSetter() {
  currentTaskQueue = previous_;
}

}  // namespace webrtc

namespace rtc {

ScopedYieldPolicy::ScopedYieldPolicy(YieldInterface* policy) : previous_(currentYieldPolicy) {
  currentYieldPolicy = policy;
}

ScopedYieldPolicy::~ScopedYieldPolicy() {
  currentYieldPolicy = previous_;
}

void ScopedYieldPolicy::YieldExecution() {
  if (currentYieldPolicy != nullptr) currentYieldPolicy->YieldExecution();
}

}  // namespace rtc
