#pragma once

#ifdef _WIN32
#include <windows.h>

#include <string>
#else
#include <pthread.h>
#endif

namespace platform {

/** What debuggers and `top -H` show the calling thread as: ASCII, at most 15 characters. */
inline void nameThread(const char* name) {
#ifdef _WIN32
  // By name, as Windows Server 2016 lacks it.
  using Function = HRESULT(WINAPI*)(HANDLE, PCWSTR);
  const auto describe = reinterpret_cast<Function>(reinterpret_cast<void*>(
      GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "SetThreadDescription")));
  const std::string text(name);
  if (describe != nullptr) {
    describe(GetCurrentThread(), std::wstring(text.begin(), text.end()).c_str());
  }
#else
  pthread_setname_np(pthread_self(), name);
#endif
}

}  // namespace platform
