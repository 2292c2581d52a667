// libwebrtc opens its descriptors without CLOEXEC, so that every child process of the application
// would inherit the sockets of a call. The linker (--wrap) puts these in front of libc's functions;
// doing it in the same system call leaves no moment in which another thread may fork.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

// NOLINTBEGIN(bugprone-reserved-identifier): the names that --wrap makes.
int __real_socket(int domain, int type, int protocol);

int __wrap_socket(int domain, int type, int protocol) {
  return __real_socket(domain, type | SOCK_CLOEXEC, protocol);
}

int __wrap_accept(int socket, struct sockaddr* address, socklen_t* length) {
  return accept4(socket, address, length, SOCK_CLOEXEC);
}

int __wrap_pipe(int ends[2]) {
  return pipe2(ends, O_CLOEXEC);
}

int __wrap_epoll_create(int size) {
  return size > 0 ? epoll_create1(EPOLL_CLOEXEC) : -1;
}
// NOLINTEND(bugprone-reserved-identifier)
