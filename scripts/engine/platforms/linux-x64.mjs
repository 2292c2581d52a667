/**
 * @type {import('./index.mjs').Platform}
 */
export const linuxX64 = {
  name: 'linux-x64',
  system: 'linux',
  toolchain: 'cmake/clang-x86_64-linux.cmake',
  openh264Os: 'linux',
  gn: {
    target_os: 'linux',
    rtc_use_x11: true,
    rtc_include_pulse_audio: true,
    // Its headers alone pull in GLib and half a desktop; a screen under Wayland is asked for through the portal of the
    // desktop, which a service without a window cannot answer.
    rtc_use_pipewire: false,
  },
  compiler: [],
  flags: ['-fPIC', '-pthread'],
  definitions: [],
  includes: [],
  forced: 'global_nullptr.h',
  nasmFormat: 'elf64',
  notUnified: [],
  leftOut: [],
};
