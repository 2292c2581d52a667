#include "engine/peer/stats.h"

#include <map>
#include <optional>
#include <string_view>

namespace engine {
namespace {

template <typename T>
StatsValue valueOf(const T& value) {
  return static_cast<double>(value);
}
StatsValue valueOf(const bool& value) {
  return value;
}
StatsValue valueOf(const std::string& value) {
  return value;
}
StatsValue valueOf(const std::vector<std::string>& value) {
  return value;
}
template <typename T>
StatsValue valueOf(const std::vector<T>& values) {
  return std::vector<double>(values.begin(), values.end());
}
template <typename T>
StatsValue valueOf(const std::map<std::string, T>& values) {
  std::vector<std::pair<std::string, double>> entries;
  entries.reserve(values.size());
  for (const auto& [key, value] : values) entries.emplace_back(key, static_cast<double>(value));
  return entries;
}

StatsValue toValue(const webrtc::Attribute& attribute) {
  return std::visit([](const auto* value) { return valueOf(**value); }, attribute.as_variant());
}

bool isObsolete(std::string_view type) {
  return type == "track" || type == "stream";
}

}  // namespace

StatsReport toStatsReport(const webrtc::RTCStatsReport& report) {
  StatsReport entries;
  for (const webrtc::RTCStats& stats : report) {
    if (isObsolete(stats.type())) continue;
    StatsEntry entry{
        stats.id(), stats.type(), static_cast<double>(stats.timestamp().us()) / 1000, {}};
    for (const webrtc::Attribute& member : stats.Attributes()) {
      if (member.has_value()) entry.members.emplace_back(member.name(), toValue(member));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace engine
