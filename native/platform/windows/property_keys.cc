// Defines the property keys that libwebrtc's WASAPI code only declares; MSVC takes them from a
// library that mingw-w64 does not have.

// With it, <windows.h> leaves out what the keys are declared with.
#undef WIN32_LEAN_AND_MEAN
#include <windows.h>
// Turns the declarations that follow into definitions.
#include <initguid.h>
// Must follow initguid.h.
#include <functiondiscoverykeys_devpkey.h>
