# libwebrtc for 64-bit Windows, with what it needs of the system. All of it is part of every Windows 10.
include(webrtc-engine)
include(node-delay-import)

# What mingw-w64 10 lacks or calls otherwise.
target_include_directories(libwebrtc SYSTEM BEFORE
                           INTERFACE "${webrtc_prefix}/include/headers/win32-x64")

add_library(libwebrtc_link INTERFACE)
target_link_libraries(
  libwebrtc_link
  INTERFACE libwebrtc_archives
            # Sockets, network interfaces, timers.
            ws2_32 iphlpapi winmm
            # Cameras (DirectShow), microphones and loudspeakers (WASAPI).
            strmiids msdmo dmoguids wmcodecdspuuid mfuuid ksuser avrt
            # Screens and windows.
            d3d11 dxgi dwmapi shcore gdi32
            ole32 oleaut32 uuid user32 advapi32
            # Names of functions, of which abseil tells in a crash.
            dbghelp)

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
    -pthread
    -Wl,--gc-sections
    -Wl,--exclude-all-symbols
    -Wl,--dynamicbase,--nxcompat,--high-entropy-va
    # nasm takes a section of this name for code.
    -Wl,-Xlink=-merge:.rodata=.rdata
    # The same input gives the same file.
    -Wl,--no-insert-timestamp)
  # Names and lines for crash reports; scripts/windows moves them into a file of their own.
  foreach(unit engine ${target})
    target_compile_options(${unit} PRIVATE -g1)
  endforeach()
endfunction()
