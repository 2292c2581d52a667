// clang's <cpuid.h> and <intrin.h> of mingw-w64 both define __cpuidex: the former gets another name.
#ifndef WEBRTC_SESSION_HEADERS_CPUID_H_
#define WEBRTC_SESSION_HEADERS_CPUID_H_

#define __cpuidex __clang_cpuidex
#include_next <cpuid.h>
#undef __cpuidex

#endif  // WEBRTC_SESSION_HEADERS_CPUID_H_
