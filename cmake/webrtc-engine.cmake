# libwebrtc and its codecs as scripts/engine builds them, for every platform: `libwebrtc` has the headers and definitions,
# `libwebrtc_archives` is what to link.
set(WEBRTC_SESSION_ENGINE
    ""
    CACHE STRING "Prefixes of libwebrtc and of its codecs, as `npm run build:engine` prints them")

foreach(name webrtc opus openh264 dav1d jpeg)
  unset(archive)
  foreach(prefix ${WEBRTC_SESSION_ENGINE})
    if(EXISTS "${prefix}/lib/lib${name}.a")
      set(archive "${prefix}/lib/lib${name}.a")
      if(name STREQUAL webrtc)
        set(webrtc_prefix "${prefix}")
      endif()
    endif()
  endforeach()
  if(NOT archive)
    message(FATAL_ERROR "no lib${name}.a in WEBRTC_SESSION_ENGINE: npm run build:native")
  endif()
  list(APPEND engine_archives "${archive}")
endforeach()

# As the library was compiled, by its own list: a definition more or less changes class layouts.
file(STRINGS "${webrtc_prefix}/definitions.txt" webrtc_definitions)

add_library(libwebrtc INTERFACE)
target_include_directories(
  libwebrtc SYSTEM
  INTERFACE "${webrtc_prefix}/include/third_party/abseil-cpp"
            "${webrtc_prefix}/include/third_party/libyuv/include"
            "${webrtc_prefix}/include/third_party/boringssl/src/include")
foreach(prefix ${WEBRTC_SESSION_ENGINE})
  target_include_directories(libwebrtc SYSTEM INTERFACE "${prefix}/include")
endforeach()
target_compile_definitions(libwebrtc INTERFACE ${webrtc_definitions})
target_compile_options(
  libwebrtc
  INTERFACE -msse3 -fno-strict-aliasing
            # Its checks name the header that they are in.
            "-ffile-prefix-map=${webrtc_prefix}/include/="
            "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include ${webrtc_prefix}/include/headers/global_nullptr.h>")

add_library(libwebrtc_archives INTERFACE)
target_link_libraries(libwebrtc_archives INTERFACE ${engine_archives})
