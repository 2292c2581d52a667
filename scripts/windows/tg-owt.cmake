# What tg_owt needs to build with GCC for Windows and can be told from outside. Its own project()
# call includes this file (CMAKE_PROJECT_tg_owt_INCLUDE); what cannot be told is in patches/.
get_filename_component(src "${CMAKE_CURRENT_SOURCE_DIR}/src" REALPATH)

# Windows 10 1809: mingw-w64 declares newer interfaces only when asked to.
add_compile_definitions(_WIN32_WINNT=0x0A00 NTDDI_VERSION=0x0A000007)

# Headers that mingw-w64 lacks or spells otherwise.
include_directories(BEFORE "${CMAKE_CURRENT_LIST_DIR}/compat")

# Debian's abseil is where every compiler looks, so tg_owt adds no path to it.
find_package(absl CONFIG REQUIRED)
get_target_property(absl_include absl::config INTERFACE_INCLUDE_DIRECTORIES)
include_directories(SYSTEM ${absl_include})

# Kinds of mobile broadband adapters that ipifcons.h of mingw-w64 10 does not know.
add_compile_definitions(IF_TYPE_WWANPP=243 IF_TYPE_WWANPP2=244)

# audio_device_config.h turns the WASAPI module on for MSVC only, without a word.
add_compile_definitions(WEBRTC_WINDOWS_CORE_AUDIO_BUILD)

# Windows.Graphics.Capture: mingw-w64 10 has no windows.graphics.capture.h. DXGI and GDI remain.
set_source_files_properties(
  "${src}/modules/desktop_capture/win/wgc_capture_session.cc"
  "${src}/modules/desktop_capture/win/wgc_capture_source.cc"
  "${src}/modules/desktop_capture/win/wgc_capturer_win.cc"
  "${src}/modules/desktop_capture/win/wgc_desktop_frame.cc"
  "${src}/rtc_base/win/create_direct3d_device.cc"
  PROPERTIES HEADER_FILE_ONLY TRUE)

# strsafe.h poisons lstrcpyW, which they call.
set_source_files_properties(
  "${src}/modules/video_capture/windows/help_functions_ds.cc"
  "${src}/modules/video_capture/windows/sink_filter_ds.cc"
  PROPERTIES COMPILE_DEFINITIONS STRSAFE_NO_DEPRECATE)

# Names std::uint8_t and the like without their header.
set_source_files_properties("${src}/modules/video_coding/utility/reorder_optimizer.cc"
                            PROPERTIES COMPILE_OPTIONS "SHELL:-include cstdint")

# Refuses compilers older than this MSVC.
set_source_files_properties("${src}/rtc_base/win/windows_version.cc"
                            PROPERTIES COMPILE_DEFINITIONS _MSC_FULL_VER=191125507)

# tg_owt takes WIN32 for MSVC and gives flags such as /W1, which GCC reads as names of files. Put
# into their place what it gives to GCC elsewhere.
function(translate_msvc_flags)
  get_property(targets DIRECTORY PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(options ${target} COMPILE_OPTIONS)
    if(options)
      list(TRANSFORM options REPLACE "^/arch:AVX2$" "-mavx2;-mfma")
      list(FILTER options EXCLUDE REGEX "^/")
      list(APPEND options -Wno-deprecated-declarations -Wno-attributes -Wno-narrowing
           -Wno-return-type)
      set_property(TARGET ${target} PROPERTY COMPILE_OPTIONS ${options})
    endif()
  endforeach()
endfunction()

# tg_owt assembles its own copy of OpenH264 (with a yasm.exe that Debian leaves out) even when it
# takes the library from a package.
function(drop_bundled_openh264)
  get_target_property(sources tg_owt SOURCES)
  list(FILTER sources EXCLUDE REGEX "\\.asm\\.obj$")
  set_property(TARGET tg_owt PROPERTY SOURCES ${sources})
endfunction()

# When all targets are known.
cmake_language(DEFER CALL translate_msvc_flags)
cmake_language(DEFER CALL drop_bundled_openh264)
