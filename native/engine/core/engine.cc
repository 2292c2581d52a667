#include "engine/core/engine.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/audio_codecs/builtin_audio_decoder_factory.h"
#include "api/audio_codecs/builtin_audio_encoder_factory.h"
#include "api/create_peerconnection_factory.h"
#include "api/field_trials.h"
#include "api/video_codecs/builtin_video_decoder_factory.h"
#include "api/video_codecs/builtin_video_encoder_factory.h"
#include "devices/audio_device.h"
#include "devices/audio_endpoints.h"
#include "engine/core/engine_internals.h"
#include "engine/core/log.h"
#include "media/base/adapted_video_track_source.h"
#include "p2p/client/basic_port_allocator.h"
#include "platform/thread_name.h"
#include "rtc_base/logging.h"
#include "rtc_base/ssl_adapter.h"

// Class layouts depend on debug checks. A unit compiled otherwise than the library corrupts the heap.
static_assert(!RTC_DCHECK_IS_ON, "NDEBUG must be set as it was when libwebrtc was built");

namespace engine {
namespace {

/** A thread that ends one engine. */
struct Ending {
  std::thread thread;
  std::shared_ptr<std::atomic<bool>> over;
};

struct Registry {
  std::mutex mutex;
  std::map<EngineOptions, std::weak_ptr<Engine>> engines;
  std::vector<Ending> ending;
};

/** Leaked on purpose: a static destructor would run while threads of another environment still use
 * it. */
Registry& registry() {
  static auto* const instance = new Registry;
  return *instance;
}

void endElsewhere(Engine* engine) {
  const auto over = std::make_shared<std::atomic<bool>>(false);
  const std::lock_guard lock(registry().mutex);
  auto& ending = registry().ending;
  // What is over already keeps its stack until it is joined.
  std::erase_if(ending, [](Ending& earlier) {
    if (!*earlier.over) return false;
    earlier.thread.join();
    return true;
  });
  ending.push_back({std::thread([engine, over] {
                      platform::nameThread("engine-end");
                      delete engine;
                      *over = true;
                    }),
                    over});
}

/** Once per process, however many environments load the addon. */
void initializeProcess() {
  static const bool initialized = webrtc::InitializeSSL();
  RTC_CHECK(initialized);
}

std::string fieldTrials(const EngineOptions& options) {
  // A network that is back after some seconds delivers in one burst what it had held up. A receiver that takes these frames for
  // the pace of the stream holds the next ones back for seconds; libwebrtc tells them apart only from the 300th frame on.
  //
  // Packets that overtake each other would else look like a queue that builds up: with 5 % loss and 50 ms ± 20 ms each way
  // the bandwidth estimate fell to 85 kbit/s within seconds; with these it stays above 180 kbit/s.
  std::string trials =
      "WebRTC-Bwe-RobustThroughputEstimatorSettings/enabled:true/"
      "WebRTC-Bwe-TrendlineEstimatorSettings/sort:true/"
      "WebRTC-TimestampExtrapolatorConfig/outlier_rejection_startup_delay:15/";
  if (options.lowLatency) trials += "WebRTC-ForceSendPlayoutDelay/min_ms:0,max_ms:0/";
  return trials;
}

webrtc::scoped_refptr<webrtc::AudioDeviceModule> createAudioDevice(AudioBackend backend,
                                                                   const webrtc::Environment& env,
                                                                   MediaClock& clock) {
  auto silent = webrtc::make_ref_counted<VirtualAudioDevice>(clock);
  if (backend == AudioBackend::kPlatform) {
    if (auto audio = devices::createPlatformAudio(env, silent)) return audio;
    RTC_LOG(LS_WARNING) << "the sound system of this machine does not work";
  }
  return silent;
}

std::unique_ptr<webrtc::Thread> startThread(std::unique_ptr<webrtc::Thread> thread,
                                            const char* name) {
  thread->SetName(name, nullptr);
  thread->Start();
  return thread;
}

}  // namespace

Engine::Internals::Internals(const EngineOptions& options)
    : options(options),
      network(startThread(webrtc::Thread::CreateWithSocketServer(), "rtc-network")),
      worker(startThread(webrtc::Thread::Create(), "rtc-worker")),
      signaling(startThread(webrtc::Thread::Create(), "rtc-signaling")) {
  // Tasks run in order, so the factory is there before anything that is posted later needs it.
  signaling->PostTask([this] { createFactory(); });
}

Engine::Internals::~Internals() {
  // First everything that owners posted on their way out, such as the closing of connections.
  signaling->BlockingCall([this] { factory = nullptr; });
  worker->BlockingCall([this] { audioDevice = nullptr; });
  network->BlockingCall([this] {
    loopbackNetworks.reset();
    hostNetworks.reset();
    socketFactory.reset();
  });
  signaling->Stop();
  worker->Stop();
  network->Stop();
}

void Engine::Internals::createFactory() {
  network->BlockingCall([this] {
    webrtc::SocketServer* const sockets = network->socketserver();
    socketFactory = std::make_unique<webrtc::BasicPacketSocketFactory>(sockets);
    hostNetworks = std::make_unique<HostNetworks>(env, sockets);
    loopbackNetworks = std::make_unique<LoopbackNetworks>();
  });
  worker->BlockingCall([this] { audioDevice = createAudioDevice(options.audio, env, audioClock); });
  factory = webrtc::CreatePeerConnectionFactory(
      network.get(), worker.get(), signaling.get(), audioDevice,
      webrtc::CreateBuiltinAudioEncoderFactory(), webrtc::CreateBuiltinAudioDecoderFactory(),
      webrtc::CreateBuiltinVideoEncoderFactory(), webrtc::CreateBuiltinVideoDecoderFactory(),
      /*audio_mixer=*/nullptr, /*audio_processing=*/nullptr, /*audio_frame_processor=*/nullptr,
      webrtc::FieldTrials::Create(fieldTrials(options)));
  webrtc::PeerConnectionFactoryInterface::Options factoryOptions;
  // Which networks are used is decided by our network managers alone.
  factoryOptions.network_ignore_mask = 0;
  factory->SetOptions(factoryOptions);
}

std::unique_ptr<webrtc::PortAllocator> Engine::Internals::createPortAllocator(bool loopbackOnly) {
  webrtc::NetworkManager* networks = hostNetworks.get();
  if (loopbackOnly) networks = loopbackNetworks.get();
  return std::make_unique<webrtc::BasicPortAllocator>(env, networks, socketFactory.get());
}

std::shared_ptr<Engine> Engine::acquire(const EngineOptions& options) {
  initializeProcess();
  std::lock_guard lock(registry().mutex);
  auto& slot = registry().engines[options];
  auto engine = slot.lock();
  if (!engine) {
    engine = std::shared_ptr<Engine>(new Engine(options), endElsewhere);
    slot = engine;
  }
  return engine;
}

void Engine::joinClosed() {
  std::vector<Ending> ending;
  {
    const std::lock_guard lock(registry().mutex);
    ending.swap(registry().ending);
  }
  for (auto& entry : ending) entry.thread.join();
}

Engine::Engine(const EngineOptions& options) : internals_(std::make_unique<Internals>(options)) {
}

Engine::~Engine() = default;

void Engine::post(std::function<void()> task) {
  internals_->signaling->PostTask(std::move(task));
}

AudioBackend Engine::audio() const {
  return internals_->options.audio;
}

namespace {

void selectEndpoint(Engine& engine, devices::AudioDirection direction, const char* operation,
                    const std::string& id, Completion<std::monostate> done) {
  // By way of the signaling thread: the device is there once the factory is.
  engine.post([&internals = engine.internals(), direction, operation, id, done = std::move(done)] {
    internals.worker->PostTask([&internals, direction, operation, id, done] {
      if (devices::selectAudioEndpoint(*internals.audioDevice, direction, id)) {
        done(success());
      } else {
        done(Error{ErrorKind::kFailed,
                   std::string(operation) + ": there is no working device with this id"});
      }
    });
  });
}

}  // namespace

void Engine::selectMicrophone(const std::string& id, Completion<std::monostate> done) {
  selectEndpoint(*this, devices::AudioDirection::kRecording, "setMicrophone", id, std::move(done));
}

void Engine::selectSpeaker(const std::string& id, Completion<std::monostate> done) {
  selectEndpoint(*this, devices::AudioDirection::kPlayout, "setSpeaker", id, std::move(done));
}

const char* libwebrtcVersion() {
  return WEBRTC_SESSION_LIBWEBRTC_VERSION;
}

}  // namespace engine
