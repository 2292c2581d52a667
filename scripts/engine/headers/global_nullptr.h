// Chromium's C++ library has these names at the global level and without an include; GCC's does not.
#ifdef __cplusplus
#include <cstddef>
#include <cstdint>
using std::nullptr_t;
#endif
