// mingw-w64 10 lacks the function that ends an asynchronous look-up (Windows 8), and spells a type of it in another way.
#ifndef WEBRTC_SESSION_HEADERS_WS2TCPIP_H_
#define WEBRTC_SESSION_HEADERS_WS2TCPIP_H_

#include_next <ws2tcpip.h>

#ifdef __cplusplus
extern "C" {
#endif
__declspec(dllimport) int __stdcall GetAddrInfoExCancel(void** handle);
#ifdef __cplusplus
}
#endif

#endif  // WEBRTC_SESSION_HEADERS_WS2TCPIP_H_
