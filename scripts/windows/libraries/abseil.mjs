import { cmake, defaults } from './common.mjs';

/** @type {import('../library.mjs').Library} */
export const abseil = {
  ...defaults,
  name: 'abseil',
  // The standard decides whether absl::string_view is std::string_view: it must be tg_owt's.
  commands: cmake(['CMAKE_CXX_STANDARD=20', 'ABSL_PROPAGATE_CXX_STD=ON', 'BUILD_TESTING=OFF']),
};
