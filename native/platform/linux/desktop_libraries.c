// Screen capture needs ten shared libraries that a server has not, and an addon that is linked with
// them would not load there. So each of their functions is defined here, as a jump to the real one
// once the libraries are loaded.
#include "platform/linux/desktop_libraries.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static void unavailable(void) {
  fputs("webrtc-session: a function of the desktop was called before its library was loaded\n",
        stderr);
  abort();
}

// For each function a pointer to the real one, and the jump under the function's name.
#define LATE_FUNCTION(name)                                                                \
  __attribute__((visibility("hidden"), used)) void (*webrtc_session_late_##name)(void) =   \
      unavailable;                                                                         \
  __asm__(".text\n.globl " #name "\n.hidden " #name "\n.type " #name ", @function\n" #name \
          ": jmp *webrtc_session_late_" #name "(%rip)\n");
#define X_FUNCTION(name) LATE_FUNCTION(name)
#include "platform/linux/desktop_functions.inc"
#undef X_FUNCTION

#define X_FUNCTION(name) {#name, &webrtc_session_late_##name},
static const struct {
  const char* name;
  void (**target)(void);
} kFunctions[] = {
#include "platform/linux/desktop_functions.inc"
};

static const char* const kLibraries[] = {"libX11.so.6",       "libXext.so.6",   "libXfixes.so.3",
                                         "libXdamage.so.1",   "libXrandr.so.2", "libXtst.so.6",
                                         "libXcomposite.so.1"};
enum {
  kLibraryCount = sizeof(kLibraries) / sizeof(kLibraries[0]),
  kFunctionCount = sizeof(kFunctions) / sizeof(kFunctions[0]),
};

static int loaded = 0;

static void load(void) {
  void* libraries[kLibraryCount];
  for (size_t i = 0; i < kLibraryCount; ++i) {
    // Never closed: Xlib's own exit handlers stay where they are.
    libraries[i] = dlopen(kLibraries[i], RTLD_NOW | RTLD_LOCAL);
    if (libraries[i] == NULL) return;
  }
  for (size_t i = 0; i < kFunctionCount; ++i) {
    void* found = NULL;
    for (size_t j = 0; j < kLibraryCount && found == NULL; ++j) {
      found = dlsym(libraries[j], kFunctions[i].name);
    }
    if (found == NULL) return;
    *(void**)kFunctions[i].target = found;
  }
  loaded = 1;
}

int loadDesktopLibraries(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return loaded;
}
