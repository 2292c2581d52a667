// The Windows SDK moved most of <shlobj.h> into this file; mingw-w64 10 has the whole of it in the former.
#include <shlobj.h>
