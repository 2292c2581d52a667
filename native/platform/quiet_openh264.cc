// OpenH264 writes warnings to stderr unless each encoder is told not to. libwebrtc leaves that at
// its default, so the linker (--wrap) puts this in front of the function that makes encoders.
#if __has_include(<wels/codec_api.h>)
#include <wels/codec_api.h>
#else
#include "third_party/openh264/src/codec/api/svc/codec_api.h"
#endif

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
