import { headerComponents } from './component.mjs';
import { debianComponents } from './debian.mjs';

/** Packages whose static archives and start files end up in the addon; the linker's map is held against them. */
const PACKAGES = ['libtgowt-dev', 'libssl-dev', 'libabsl-dev', 'libstdc++-12-dev', 'libc6-dev'];

/** What is inside the Linux addon, with the versions installed on this machine. */
export function linuxComponents() {
  return [...debianComponents(PACKAGES), ...headerComponents()];
}
