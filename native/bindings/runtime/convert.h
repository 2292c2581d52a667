#pragma once

#include <napi.h>

#include <vector>

#include "devices/types.h"
#include "engine/core/types.h"
#include "engine/video/color_space.h"

/** From the engine's plain data to JS values. */
namespace bindings {

/** The one place where a failure of the engine becomes a JS error: TypeError, RangeError or Error.
 */
Napi::Error toJsError(Napi::Env env, const engine::Error& error);

Napi::Value toJs(Napi::Env env, std::monostate nothing);
Napi::Value toJs(Napi::Env env, const engine::SessionDescription& description);
Napi::Value toJs(Napi::Env env, const engine::IceCandidate& candidate);
Napi::Value toJs(Napi::Env env, const engine::StatsReport& report);
Napi::Value toJs(Napi::Env env, const engine::VideoTrackStats& stats);
Napi::Value toJs(Napi::Env env, const engine::SinkStats& stats);
Napi::Value toJs(Napi::Env env, const engine::AudioChunk& chunk);
Napi::Value toJs(Napi::Env env, const engine::ColorSpace& space);

Napi::Value toJs(Napi::Env env, const std::vector<devices::DeviceInfo>& list);
Napi::Value toJs(Napi::Env env, const std::vector<devices::ScreenInfo>& list);

}  // namespace bindings
