// Node-API comes from the process that loads the addon, whatever its file is called: node.exe,
// electron.exe or a packaged application. An ordinary import of "node.exe" would make Windows look
// for that very file, so the imports are delay-loaded and this hook answers the first of them.
#include <windows.h>
// Must follow windows.h.
#include <delayimp.h>

#include <cstring>

namespace {

FARPROC WINAPI AnswerWithHostProcess(unsigned event, PDelayLoadInfo info) {
  if (event != dliNotePreLoadLibrary || _stricmp(info->szDll, "node.exe") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(GetModuleHandleW(nullptr));
}

// The hook of mingw-w64's delay loader is a variable, not a function to define. Node calls into the
// addon only after its constructors have run.
[[gnu::constructor]] void InstallHook() {
  __pfnDliNotifyHook2 = AnswerWithHostProcess;
}

}  // namespace
