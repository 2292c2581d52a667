# docs/architecture.md, "Linking", says why each line below is needed.
find_package(Threads REQUIRED)
include(webrtc-engine)

# Screens by X11; see desktop_libraries.c for how its functions are found.
target_compile_definitions(libwebrtc INTERFACE WEBRTC_USE_X11)

add_library(libwebrtc_link INTERFACE)
target_link_libraries(libwebrtc_link INTERFACE libwebrtc_archives Threads::Threads ${CMAKE_DL_LIBS}
                                               m)

set(PLATFORM_DEVICES native/devices/linux)
set(PLATFORM_ENGINE_SOURCES native/platform/linux/desktop_libraries.c)
set(PLATFORM_ADDON_SOURCES native/platform/boringssl_memory.c
                           native/platform/linux/close_on_exec.c)

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
    # close_on_exec.c
    -Wl,--wrap=socket,--wrap=accept,--wrap=pipe,--wrap=epoll_create
    -static-libstdc++
    -static-libgcc)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS "${version_script}")
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT WEBRTC_SESSION_SANITIZE)
    target_link_options(${target} PRIVATE -s)
  endif()
endfunction()
