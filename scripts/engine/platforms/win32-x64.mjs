/**
 * Windows, compiled on Linux: clang with the headers and the C++ library of Debian's GCC for mingw-w64 10.
 *
 * @type {import('./index.mjs').Platform}
 */
export const win32X64 = {
  name: 'win32-x64',
  system: 'windows',
  toolchain: 'cmake/clang-mingw-w64-x86_64.cmake',
  openh264Os: 'mingw_nt',
  gn: {
    target_os: 'win',
    // gn wants to be told where Visual Studio is; nothing of it is read.
    visual_studio_path: '/none',
    visual_studio_version: '2022',
    wdk_path: '/none',
    windows_sdk_path: '/none',
    windows_sdk_version: '10.0.26100.0',
    // A script that prints something: it is an option of the linker, of which nothing is taken.
    compute_build_timestamp: '//stringhash.py',
    // Windows.Graphics.Capture: mingw-w64 10 does not have its headers.
    rtc_enable_win_wgc: false,
  },
  compiler: ['--target=x86_64-w64-mingw32'],
  flags: [],
  definitions: [
    // Windows 10, of which mingw-w64 10 knows the versions up to 20H2.
    '_WIN32_WINNT=0x0A00',
    'NTDDI_VERSION=0x0A00000C',
    'UNICODE',
    '_UNICODE',
    'NOMINMAX',
    'WIN32_LEAN_AND_MEAN',
    // printf as C99 has it, of libmingwex.
    '__USE_MINGW_ANSI_STDIO=1',
    'STRSAFE_NO_DEPRECATE',
    // What mingw-w64 10 lacks or spells in another way.
    'TCP_KEEPIDLE=3',
    'TCP_KEEPCNT=16',
    'TCP_KEEPINTVL=17',
    'IF_TYPE_WWANPP=243',
    'IF_TYPE_WWANPP2=244',
    'addrinfoExW=addrinfoexW',
  ],
  includes: ['headers/win32-x64'],
  forced: 'global_nullptr.h',
  nasmFormat: 'win64',
  notUnified: [
    // Defines the identifiers of DirectShow where <initguid.h> comes first.
    'modules/video_capture/windows/',
    // Has a function of the same name as get_activation_factory.cc.
    'rtc_base/win/hstring.cc',
  ],
  leftOut: [
    // Of Windows.Graphics.Capture.
    'rtc_base/win/create_direct3d_device.cc',
  ],
};
