#include "engine/video/told_color_space.h"

namespace engine {
namespace {

using Told = webrtc::ColorSpace;
using Matrix = ColorSpace::Matrix;

Matrix toMatrix(const Told& told) {
  switch (told.matrix()) {
    case Told::MatrixID::kBT709:
      return Matrix::kBt709;
    case Told::MatrixID::kBT2020_NCL:
    case Told::MatrixID::kBT2020_CL:
      return Matrix::kBt2020;
    case Told::MatrixID::kUnspecified:
      break;
    default:
      return Matrix::kBt601;
  }
  // Some say only what the colours are of.
  switch (told.primaries()) {
    case Told::PrimaryID::kBT709:
      return Matrix::kBt709;
    case Told::PrimaryID::kBT2020:
      return Matrix::kBt2020;
    default:
      return Matrix::kBt601;
  }
}

}  // namespace

ColorSpace toColorSpace(const std::optional<Told>& told) {
  if (!told) return {};
  return {toMatrix(*told), told->range() == Told::RangeID::kFull};
}

std::optional<Told> tellColorSpace(const ColorSpace& space) {
  const auto range = space.fullRange ? Told::RangeID::kFull : Told::RangeID::kLimited;
  switch (space.matrix) {
    case Matrix::kBt601:
      if (!space.fullRange) return std::nullopt;
      return Told(Told::PrimaryID::kSMPTE170M, Told::TransferID::kSMPTE170M,
                  Told::MatrixID::kSMPTE170M, range);
    case Matrix::kBt709:
      return Told(Told::PrimaryID::kBT709, Told::TransferID::kBT709, Told::MatrixID::kBT709, range);
    case Matrix::kBt2020:
      return Told(Told::PrimaryID::kBT2020, Told::TransferID::kBT2020_10,
                  Told::MatrixID::kBT2020_NCL, range);
  }
  return std::nullopt;
}

}  // namespace engine
