#pragma once

#include <optional>

#include "api/video/color_space.h"
#include "engine/video/color_space.h"

namespace engine {

/** What a sender or its codec says of a frame; BT.601 in limited range where it says nothing. */
ColorSpace toColorSpace(const std::optional<webrtc::ColorSpace>& told);

/** What receivers are told: nothing of what they take for granted. */
std::optional<webrtc::ColorSpace> tellColorSpace(const ColorSpace& space);

}  // namespace engine
