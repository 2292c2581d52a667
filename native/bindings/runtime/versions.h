#pragma once

#include <napi.h>

namespace bindings {

/** What is linked in, from name to version; frozen. */
Napi::Object versions(Napi::Env env);

}  // namespace bindings
