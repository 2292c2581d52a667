#pragma once

#include <napi.h>

namespace bindings {

/** The functions that tell what there is: `listCameras`, `listScreens` and so on. */
void defineDeviceLists(Napi::Env env, Napi::Object exports);

}  // namespace bindings
