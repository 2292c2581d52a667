#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Loads the libraries of the X window system; false where they are not installed, as on a server.
 * Nothing of Xlib may be called before it returned true. From any thread.
 */
int loadDesktopLibraries(void);

#ifdef __cplusplus
}
#endif
