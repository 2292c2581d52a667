#pragma once

#include "api/stats/rtc_stats_report.h"
#include "engine/core/types.h"

namespace engine {

/** The report with the names and units of W3C webrtc-stats; entries that the specification dropped
 * are left out. */
StatsReport toStatsReport(const webrtc::RTCStatsReport& report);

}  // namespace engine
