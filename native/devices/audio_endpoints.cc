#include "devices/audio_endpoints.h"

#include <array>

#include "api/audio/create_audio_device_module.h"
#include "api/environment/environment_factory.h"
#include "devices/audio_device.h"
#include "devices/device_lists.h"
#include "devices/platform_audio.h"

namespace devices {
namespace {

using webrtc::AudioDeviceModule;

/** By index of the module. */
std::vector<DeviceInfo> endpoints(AudioDeviceModule& audio, AudioDirection direction) {
  const bool recording = direction == AudioDirection::kRecording;
  std::vector<DeviceInfo> list;
  const int count = recording ? audio.RecordingDevices() : audio.PlayoutDevices();
  for (int index = 0; index < count; ++index) {
    std::array<char, webrtc::kAdmMaxDeviceNameSize> name{};
    std::array<char, webrtc::kAdmMaxGuidSize> id{};
    const auto at = static_cast<uint16_t>(index);
    // One that is unplugged meanwhile keeps its place, without a name.
    if (recording) {
      audio.RecordingDeviceName(at, name.data(), id.data());
    } else {
      audio.PlayoutDeviceName(at, name.data(), id.data());
    }
    // PulseAudio and ALSA tell names alone.
    list.push_back({id[0] != '\0' ? id.data() : name.data(), name.data()});
  }
  return list;
}

bool record(AudioDeviceModule& audio, uint16_t index) {
  const bool running = audio.Recording();
  audio.StopRecording();
  bool works = false;
  if (audio.SetRecordingDevice(index) == 0) {
    audio.InitMicrophone();
    bool stereo = false;
    audio.StereoRecordingIsAvailable(&stereo);
    audio.SetStereoRecording(stereo);
    audio.RecordingIsAvailable(&works);
  }
  if (running && audio.InitRecording() == 0) audio.StartRecording();
  return works;
}

bool play(AudioDeviceModule& audio, uint16_t index) {
  const bool running = audio.Playing();
  audio.StopPlayout();
  bool works = false;
  if (audio.SetPlayoutDevice(index) == 0) {
    audio.InitSpeaker();
    bool stereo = false;
    audio.StereoPlayoutIsAvailable(&stereo);
    audio.SetStereoPlayout(stereo);
    audio.PlayoutIsAvailable(&works);
  }
  if (running && audio.InitPlayout() == 0) audio.StartPlayout();
  return works;
}

std::vector<DeviceInfo> listEndpoints(AudioDirection direction) {
  // A module of its own: the engine's belongs to another thread, and may not be there.
  const webrtc::Environment env = webrtc::CreateEnvironment();
  // Which is never started, and so needs no replacement for playout.
  const auto audio = createPlatformAudio(
      env, webrtc::CreateAudioDeviceModule(env, AudioDeviceModule::kDummyAudio));
  if (!audio || audio->Init() != 0) return {};
  auto list = endpoints(*audio, direction);
  std::erase_if(list, [](const DeviceInfo& endpoint) { return endpoint.id.empty(); });
  audio->Terminate();
  return list;
}

}  // namespace

std::vector<DeviceInfo> listMicrophones() {
  return listEndpoints(AudioDirection::kRecording);
}

std::vector<DeviceInfo> listSpeakers() {
  return listEndpoints(AudioDirection::kPlayout);
}

std::optional<uint16_t> endpointIndex(AudioDeviceModule& audio, AudioDirection direction,
                                      const std::string& id) {
  if (id.empty()) return std::nullopt;
  const auto list = endpoints(audio, direction);
  for (size_t index = 0; index < list.size(); ++index) {
    if (list[index].id == id) return static_cast<uint16_t>(index);
  }
  return std::nullopt;
}

bool selectAudioEndpoint(AudioDeviceModule& audio, AudioDirection direction,
                         const std::string& id) {
  // libwebrtc starts it with its first connection.
  if (!audio.Initialized() && audio.Init() != 0) return false;
  const auto index = endpointIndex(audio, direction, id);
  // What lists no endpoints is no platform's device.
  if (!index) return false;
  chooseEndpoint(audio, direction, id);
  const bool works =
      direction == AudioDirection::kRecording ? record(audio, *index) : play(audio, *index);
  if (!works) chooseEndpoint(audio, direction, {});
  return works;
}

}  // namespace devices
