// The two functions of comutil.h that libwebrtc's screen capture needs, to put the text of an error
// code into a log line; MSVC takes them from a library that mingw-w64 does not have.
#include <windows.h>
// Must follow windows.h.
#include <comutil.h>

namespace _com_util {

BSTR WINAPI ConvertStringToBSTR(const char* text) {
  if (text == nullptr) return nullptr;
  const int units = MultiByteToWideChar(CP_ACP, 0, text, -1, nullptr, 0);
  if (units == 0) return nullptr;
  BSTR result = SysAllocStringLen(nullptr, units - 1);
  if (result != nullptr) MultiByteToWideChar(CP_ACP, 0, text, -1, result, units);
  return result;
}

// What it returns is freed with delete[], as comutil.h does.
char* WINAPI ConvertBSTRToString(BSTR text) {
  if (text == nullptr) return nullptr;
  const int bytes = WideCharToMultiByte(CP_ACP, 0, text, -1, nullptr, 0, nullptr, nullptr);
  if (bytes == 0) return nullptr;
  auto* const result = new char[bytes];
  WideCharToMultiByte(CP_ACP, 0, text, -1, result, bytes, nullptr, nullptr);
  return result;
}

}  // namespace _com_util
