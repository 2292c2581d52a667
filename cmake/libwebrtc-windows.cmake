# libwebrtc as scripts/windows builds it: from the source of Debian's libtgowt, for mingw-w64. Its
# prefix and those of the libraries it needs come in CMAKE_FIND_ROOT_PATH.
find_package(tg_owt CONFIG REQUIRED)
set(OPENSSL_USE_STATIC_LIBS ON)
find_package(OpenSSL REQUIRED)
include(node-delay-import)

# For compiling (headers and definitions only) and for linking.
add_library(libwebrtc INTERFACE)
target_link_libraries(libwebrtc INTERFACE tg_owt::libwebrtcbuild tg_owt::libyuv absl::config)
target_include_directories(
  libwebrtc SYSTEM INTERFACE $<TARGET_PROPERTY:tg_owt::tg_owt,INTERFACE_INCLUDE_DIRECTORIES>
                             ${OPENSSL_INCLUDE_DIR})
# Debug checks change class layouts: off, as in the library.
target_compile_options(libwebrtc INTERFACE -DNDEBUG)
target_compile_definitions(
  libwebrtc
  INTERFACE WEBRTC_SESSION_LIBRARY_DCHECKS=0
            ABSL_ALLOCATOR_NOTHROW=1
            NOMINMAX
            WIN32_LEAN_AND_MEAN
            _WIN32_WINNT=0x0A00
            NTDDI_VERSION=0x0A000007)

add_library(libwebrtc_link INTERFACE)
target_link_libraries(
  libwebrtc_link
  INTERFACE tg_owt::tg_owt
            # Sockets, network interfaces, certificates, random numbers, timers.
            ws2_32 iphlpapi secur32 crypt32 bcrypt winmm
            # Cameras (DirectShow), microphones and loudspeakers (WASAPI).
            strmiids msdmo dmoguids wmcodecdspuuid mfuuid ksuser avrt
            # Screens and windows.
            d3d11 dxgi dwmapi shcore gdi32
            ole32 oleaut32 uuid user32 advapi32
            # Checked memory functions (_FORTIFY_SOURCE) of Opus.
            ssp)

set(PLATFORM_DEVICES native/devices/win)
set(PLATFORM_ENGINE_SOURCES)
set(PLATFORM_ADDON_SOURCES native/platform/windows/delay_load_hook.cc
                           native/platform/windows/property_keys.cc
                           native/platform/windows/com_strings.cc)

function(addon_link_options target)
  target_link_options(
    ${target}
    PRIVATE
    # The C++ runtime and winpthreads too: nothing is imported but system DLLs.
    -static
    -Wl,--gc-sections
    -Wl,--exclude-all-symbols
    -Wl,--dynamicbase,--nxcompat,--high-entropy-va
    # The same input gives the same file.
    -Wl,--no-insert-timestamp)
  # Names and lines for crash reports; scripts/windows moves them into a file of their own.
  foreach(unit engine ${target})
    target_compile_options(${unit} PRIVATE -g1)
  endforeach()
endfunction()
