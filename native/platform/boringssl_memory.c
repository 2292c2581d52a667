// BoringSSL calls these weak functions where somebody defines them, which in Electron is Electron's own BoringSSL.
// Ours has to keep to itself.
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

// The size in front of the block, as BoringSSL does it without these.
enum { kPrefix = 16 };

__attribute__((visibility("hidden"))) void* OPENSSL_memory_alloc(size_t size) {
  if (size + kPrefix < size) return NULL;
  char* block = malloc(size + kPrefix);
  if (block == NULL) return NULL;
  *(size_t*)block = size;
  return block + kPrefix;
}

__attribute__((visibility("hidden"))) size_t OPENSSL_memory_get_size(void* data) {
  return data == NULL ? 0 : *(size_t*)((char*)data - kPrefix);
}

__attribute__((visibility("hidden"))) void OPENSSL_memory_free(void* data) {
  if (data == NULL) return;
  memset(data, 0, OPENSSL_memory_get_size(data));
  __asm__ volatile("" : : "r"(data) : "memory");
  free((char*)data - kPrefix);
}
