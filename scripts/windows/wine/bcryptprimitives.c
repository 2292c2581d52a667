// The one function of bcryptprimitives.dll, which Wine 8 does not have: BoringSSL takes its random numbers from it, and
// programs written in Go or Rust, such as the test runner's bundler, need it to start. Only for Wine; never shipped.
#include <windows.h>
// Must follow windows.h.
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
  while (size > 0) {
    const ULONG part = size > ULONG_MAX ? ULONG_MAX : (ULONG)size;
    if (!RtlGenRandom(data, part)) return FALSE;
    data += part;
    size -= part;
  }
  return TRUE;
}
