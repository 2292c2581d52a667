#include "bindings/engine/device_lists.h"

#include "bindings/runtime/environment.h"
#include "bindings/runtime/pool_task.h"
#include "devices/device_lists.h"

namespace bindings {
namespace {

template <auto List>
void define(Napi::Env env, Napi::Object exports, const char* name) {
  const auto call = [](const Napi::CallbackInfo& info) -> Napi::Value {
    Environment::of(info.Env())->requireOpen();
    return PoolTask<decltype(List())>::run(info.Env(), List);
  };
  exports.Set(name, Napi::Function::New(env, call, name));
}

}  // namespace

void defineDeviceLists(Napi::Env env, Napi::Object exports) {
  define<devices::listCameras>(env, exports, "listCameras");
  define<devices::listMicrophones>(env, exports, "listMicrophones");
  define<devices::listSpeakers>(env, exports, "listSpeakers");
  define<devices::listScreens>(env, exports, "listScreens");
}

}  // namespace bindings
