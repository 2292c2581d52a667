#include "engine/peer/stats.h"

#include <map>
#include <optional>
#include <string_view>

namespace engine {
namespace {

using Member = webrtc::RTCStatsMemberInterface;

template <typename T>
const T& valueOf(const Member& member) {
  return *member.cast_to<webrtc::RTCStatsMember<T>>();
}

template <typename T>
StatsValue number(const Member& member) {
  return static_cast<double>(valueOf<T>(member));
}

template <typename T>
StatsValue numbers(const Member& member) {
  const auto& values = valueOf<std::vector<T>>(member);
  return std::vector<double>(values.begin(), values.end());
}

template <typename T>
StatsValue record(const Member& member) {
  std::vector<std::pair<std::string, double>> entries;
  for (const auto& [key, value] : valueOf<std::map<std::string, T>>(member)) {
    entries.emplace_back(key, static_cast<double>(value));
  }
  return entries;
}

StatsValue toValue(const Member& member) {
  switch (member.type()) {
    case Member::kBool:
      return valueOf<bool>(member);
    case Member::kInt32:
      return number<int32_t>(member);
    case Member::kUint32:
      return number<uint32_t>(member);
    case Member::kInt64:
      return number<int64_t>(member);
    case Member::kUint64:
      return number<uint64_t>(member);
    case Member::kDouble:
      return number<double>(member);
    case Member::kString:
      return valueOf<std::string>(member);
    case Member::kSequenceBool:
      return numbers<bool>(member);
    case Member::kSequenceInt32:
      return numbers<int32_t>(member);
    case Member::kSequenceUint32:
      return numbers<uint32_t>(member);
    case Member::kSequenceInt64:
      return numbers<int64_t>(member);
    case Member::kSequenceUint64:
      return numbers<uint64_t>(member);
    case Member::kSequenceDouble:
      return numbers<double>(member);
    case Member::kSequenceString:
      return valueOf<std::vector<std::string>>(member);
    case Member::kMapStringUint64:
      return record<uint64_t>(member);
    case Member::kMapStringDouble:
      return record<double>(member);
  }
  return false;
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
        stats.id(), stats.type(), static_cast<double>(stats.timestamp_us()) / 1000, {}};
    for (const Member* member : stats.Members()) {
      if (member->is_defined()) entry.members.emplace_back(member->name(), toValue(*member));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace engine
