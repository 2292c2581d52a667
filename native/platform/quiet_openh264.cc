// OpenH264 writes warnings to stderr unless each encoder is told not to. libwebrtc leaves that at
// its default, so the linker (--wrap) puts this in front of the function that makes encoders.
#include <wels/codec_api.h>

// NOLINTBEGIN(bugprone-reserved-identifier): the names that --wrap makes.
extern "C" {

int __real_WelsCreateSVCEncoder(ISVCEncoder** encoder);

int __wrap_WelsCreateSVCEncoder(ISVCEncoder** encoder) {
  const int result = __real_WelsCreateSVCEncoder(encoder);
  if (result == 0 && *encoder != nullptr) {
    int level = WELS_LOG_QUIET;
    (*encoder)->SetOption(ENCODER_OPTION_TRACE_LEVEL, &level);
  }
  return result;
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)
