// Debian's libwebrtc is compiled for executables and reads these four variables of libc by a
// PC-relative address. A shared object cannot reach them that way, so the linker is told
// (--wrap) to use these stand-ins, which live inside the addon.
#include <netinet/in.h>
#include <stdio.h>

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that --wrap makes.
extern FILE* __real_stdout;
extern FILE* __real_stderr;

FILE* __wrap_stdout;
FILE* __wrap_stderr;

const struct in6_addr __wrap_in6addr_any = IN6ADDR_ANY_INIT;
const struct in6_addr __wrap_in6addr_loopback = IN6ADDR_LOOPBACK_INIT;
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

__attribute__((constructor)) static void copyStreams(void) {
  __wrap_stdout = __real_stdout;
  __wrap_stderr = __real_stderr;
}
