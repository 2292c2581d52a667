# libwebrtc from Debian's libtgowt-dev: a static archive that was built for executables (-fPIE).
# docs/architecture.md, "Linking", says why each line below is needed.
find_package(tg_owt CONFIG REQUIRED)
find_package(Threads REQUIRED)

get_target_property(archive tg_owt::tg_owt IMPORTED_LOCATION_NONE)
if(NOT archive)
  get_target_property(archive tg_owt::tg_owt LOCATION)
endif()

# Debug checks change class layouts, so our units must agree with the archive. An archive that
# was built with them calls the real sequence checker.
execute_process(COMMAND ${CMAKE_NM} --undefined-only ${archive} OUTPUT_VARIABLE undefined ERROR_QUIET)
string(FIND "${undefined}" "SequenceCheckerImpl9IsCurrentEv" found)
if(found EQUAL -1)
  set(dcheck_options -DNDEBUG)
  set(dchecks 0)
else()
  set(dcheck_options -UNDEBUG)
  set(dchecks 1)
endif()
unset(undefined)

# node exports its own OpenSSL, and a shared one would bind to that: link the static libraries. The same for abseil's
# strings and protobuf, whose data the archive addresses in a way that only works within one object.
foreach(name ssl crypto absl_strings protobuf)
  find_library(STATIC_${name} lib${name}.a REQUIRED)
endforeach()
get_target_property(dependencies tg_owt::tg_owt INTERFACE_LINK_LIBRARIES)
list(TRANSFORM dependencies REPLACE "^.*/libssl\\.so$" "${STATIC_ssl}")
list(TRANSFORM dependencies REPLACE "^.*/libcrypto\\.so$" "${STATIC_crypto}")
list(TRANSFORM dependencies REPLACE "^absl::strings$" "${STATIC_absl_strings}")
set_target_properties(tg_owt::tg_owt PROPERTIES INTERFACE_LINK_LIBRARIES "${dependencies}")
set_target_properties(tg_owt::proto PROPERTIES INTERFACE_LINK_LIBRARIES "${STATIC_protobuf}")

# For compiling (headers and definitions only) and for linking.
add_library(libwebrtc INTERFACE)
target_link_libraries(libwebrtc INTERFACE tg_owt::libwebrtcbuild tg_owt::libyuv)
target_include_directories(
  libwebrtc SYSTEM INTERFACE $<TARGET_PROPERTY:tg_owt::tg_owt,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_options(libwebrtc INTERFACE ${dcheck_options})
target_compile_definitions(libwebrtc INTERFACE WEBRTC_SESSION_LIBRARY_DCHECKS=${dchecks})
if(dchecks AND CMAKE_SIZEOF_VOID_P EQUAL 8)
  # Bytes of rtc::AdaptedVideoTrackSource inside Debian's archive; 528 without the checks.
  target_compile_definitions(libwebrtc INTERFACE WEBRTC_SESSION_VIDEO_SOURCE_SIZE=664)
endif()

add_library(libwebrtc_link INTERFACE)
target_link_libraries(libwebrtc_link INTERFACE tg_owt::tg_owt Threads::Threads)

set(PLATFORM_DEVICES native/devices/linux)
set(PLATFORM_ENGINE_SOURCES native/platform/linux/thread_locals.cc
                            native/platform/linux/desktop_libraries.c)
set(PLATFORM_ADDON_SOURCES native/platform/linux/libc_data.c)

function(addon_link_options target)
  set(version_script "${CMAKE_SOURCE_DIR}/native/platform/linux/exports.map")
  target_link_options(
    ${target}
    PRIVATE
    -Wl,--version-script=${version_script}
    -Wl,--exclude-libs,ALL
    -Wl,--gc-sections
    -Wl,--as-needed
    # Never unmapped: a worker that ends would otherwise take the code from under exit handlers of the libraries.
    -Wl,-z,nodelete
    -Wl,--wrap=stdout,--wrap=stderr,--wrap=in6addr_any,--wrap=in6addr_loopback
    -static-libstdc++
    -static-libgcc)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${version_script}")
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT WEBRTC_SESSION_SANITIZE)
    target_link_options(${target} PRIVATE -s)
  endif()
endfunction()
