#include <napi.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>

#include "bindings/engine/device_lists.h"
#include "bindings/engine/engine_binding.h"
#include "bindings/engine/peer_connection_binding.h"
#include "bindings/engine/track_sender_binding.h"
#include "bindings/runtime/environment.h"
#include "bindings/runtime/validate.h"
#include "bindings/runtime/versions.h"
#include "bindings/sinks/audio_sink_binding.h"
#include "bindings/sinks/frame_binding.h"
#include "bindings/sinks/video_sink_binding.h"
#include "bindings/tracks/local_tracks.h"
#include "bindings/tracks/pcm_queue_binding.h"
#include "bindings/tracks/remote_track_binding.h"
#include "engine/core/engine.h"
#include "engine/core/limits.h"
#include "engine/core/log.h"

namespace bindings {
namespace {

const char* levelName(engine::LogLevel level) {
  switch (level) {
    case engine::LogLevel::kVerbose:
      return "verbose";
    case engine::LogLevel::kInfo:
      return "info";
    case engine::LogLevel::kWarning:
      return "warning";
    case engine::LogLevel::kError:
      return "error";
  }
  return "";
}

/** What is on its way to a handler that JS is too busy to call. */
struct LogLane {
  std::atomic<std::size_t> waiting = 0;
  std::atomic<std::size_t> dropped = 0;
};

void tellLogHandler(Environment& environment, const engine::LogLine& line) {
  const auto env = environment.env();
  if (environment.logHandler().IsEmpty()) return;
  environment.logHandler().Value().Call(
      {Napi::String::New(env, levelName(line.level)), Napi::String::New(env, line.message)});
}

/** setLogger(level, handler): lines of libwebrtc at this level and above; null stops them. */
Napi::Value setLogger(const Napi::CallbackInfo& info) {
  Environment& environment = *Environment::of(info.Env());
  environment.requireOpen();
  const auto level = requireOneOf<engine::LogLevel>(info[0], "level",
                                                    {{"verbose", engine::LogLevel::kVerbose},
                                                     {"info", engine::LogLevel::kInfo},
                                                     {"warning", engine::LogLevel::kWarning},
                                                     {"error", engine::LogLevel::kError}});
  if (info[1].IsNull()) {
    environment.setLogHandler(0, {});
    return info.Env().Undefined();
  }
  auto handler = Napi::Persistent(requireFunction(info[1], "handler"));
  const auto lane = std::make_shared<LogLane>();
  const auto post = [dispatcher = environment.dispatcher(), lane](const engine::LogLine& line) {
    if (lane->waiting.fetch_add(1) >= engine::kMaxLogLinesQueued) {
      --lane->waiting;
      ++lane->dropped;
      return;
    }
    dispatcher->post([line, lane](Environment& environment) {
      --lane->waiting;
      const auto dropped = lane->dropped.exchange(0);
      if (dropped > 0) {
        tellLogHandler(environment, {engine::LogLevel::kWarning,
                                     std::to_string(dropped) + " lines were dropped"});
      }
      tellLogHandler(environment, line);
    });
  };
  environment.setLogHandler(engine::addLogHandler(level, post), std::move(handler));
  return info.Env().Undefined();
}

Napi::Value shutdown(const Napi::CallbackInfo& info) {
  Environment::of(info.Env())->shutdown();
  return info.Env().Undefined();
}

Napi::Value liveObjects(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(),
                           static_cast<double>(Environment::of(info.Env())->liveCount()));
}

template <typename... Bindings>
void defineTracks(Environment& environment, Napi::Object exports, TrackList<Bindings...>) {
  (Bindings::define(environment, exports), ...);
}

Napi::Object initialize(Napi::Env env, Napi::Object exports) {
  engine::silenceStandardError();
  Environment& environment = Environment::create(env);
  EngineBinding::define(environment, exports);
  PeerConnectionBinding::define(environment, exports);
  TrackSenderBinding::define(environment, exports);
  RemoteTrackBinding::define(environment, exports);
  defineTracks(environment, exports, LocalTracks());
  VideoSinkBinding::define(environment, exports);
  AudioSinkBinding::define(environment, exports);
  FrameBinding::define(environment, exports);
  PcmQueueBinding::define(environment, exports);
  defineDeviceLists(env, exports);

  exports.Set("setLogger", Napi::Function::New(env, setLogger, "setLogger"));
  exports.Set("shutdown", Napi::Function::New(env, shutdown, "shutdown"));
  exports.Set("liveObjects", Napi::Function::New(env, liveObjects, "liveObjects"));
  exports.Set("versions", versions(env));
  return exports;
}

}  // namespace
}  // namespace bindings

static Napi::Object initializeAddon(Napi::Env env, Napi::Object exports) {
  return bindings::initialize(env, exports);
}

NODE_API_MODULE(webrtc_session, initializeAddon)
