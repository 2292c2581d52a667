// A slow line between two network namespaces, for kernels without netem: a TUN device in each, and packets that are
// written to the other one after a delay, for which each packet draws a lot. In order, a packet waits for those before it
// as in a queue; otherwise packets overtake each other as over radio, and as with netem.
//
//   tun-delay NAMESPACE-A NAMESPACE-B DEVICE DELAY-MS JITTER-MS ordered|overtaking SEED
//
// Says "ready" when both devices are there (down, without an address) and ends with its standard input.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { kMaxPacket = 2048, kMaxQueued = 4096 };

struct line {
  int64_t delay_us;
  int64_t jitter_us;
  int ordered;
};

// One of the two devices.
struct end {
  int fd;
  // When the last packet that came in here is due at the other end.
  int64_t last_due_us;
};

struct packet {
  int64_t due_us;
  // Of two that are due at once the first goes first.
  int64_t number;
  int fd;
  size_t size;
  unsigned char bytes[kMaxPacket];
};

// A binary heap of indices into `pool`, the packet that is due first on top.
static struct packet pool[kMaxQueued];
static int heap[kMaxQueued];
static int queued = 0;
static int64_t taken = 0;

static void fail(const char* what) {
  fprintf(stderr, "tun-delay: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void swap(int a, int b) {
  int held = heap[a];
  heap[a] = heap[b];
  heap[b] = held;
}

static int64_t due(int place) {
  return pool[heap[place]].due_us;
}

static int before(int a, int b) {
  return due(a) < due(b) || (due(a) == due(b) && pool[heap[a]].number < pool[heap[b]].number);
}

static void push(void) {
  int place = queued++;
  while (place > 0 && before(place, (place - 1) / 2)) {
    swap(place, (place - 1) / 2);
    place = (place - 1) / 2;
  }
}

static void pop(void) {
  swap(0, --queued);
  int place = 0;
  for (;;) {
    int child = 2 * place + 1;
    if (child >= queued) return;
    if (child + 1 < queued && before(child + 1, child)) child++;
    if (!before(child, place)) return;
    swap(place, child);
    place = child;
  }
}

// Opens a TUN device in a namespace of `ip netns`; the descriptor is good in any other.
static int open_tun(const char* namespace, const char* device) {
  char path[256];
  snprintf(path, sizeof path, "/run/netns/%s", namespace);
  int net = open(path, O_RDONLY | O_CLOEXEC);
  if (net < 0 || setns(net, CLONE_NEWNET) < 0) fail(path);
  close(net);

  int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) fail("/dev/net/tun");
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  strncpy(request.ifr_name, device, IFNAMSIZ - 1);
  if (ioctl(tun, TUNSETIFF, &request) < 0) fail(device);
  return tun;
}

// Takes what has come in at one end. Without room it is lost, as on any line.
static void take(struct end* from, const struct end* to, const struct line* line) {
  while (queued < kMaxQueued) {
    struct packet* packet = &pool[heap[queued]];
    ssize_t size = read(from->fd, packet->bytes, kMaxPacket);
    if (size <= 0) return;
    double lot = (double)random() / RAND_MAX * 2 - 1;
    packet->due_us = now_us() + line->delay_us + (int64_t)(lot * (double)line->jitter_us);
    if (line->ordered && packet->due_us < from->last_due_us) packet->due_us = from->last_due_us;
    from->last_due_us = packet->due_us;
    packet->number = ++taken;
    packet->fd = to->fd;
    packet->size = (size_t)size;
    push();
  }
}

int main(int argc, char** argv) {
  if (argc != 8) {
    fprintf(stderr,
            "usage: tun-delay NAMESPACE-A NAMESPACE-B DEVICE DELAY-MS JITTER-MS "
            "ordered|overtaking SEED\n");
    return 2;
  }
  struct line line = {atol(argv[4]) * 1000, atol(argv[5]) * 1000, strcmp(argv[6], "ordered") == 0};
  srandom((unsigned)atol(argv[7]));
  for (int i = 0; i < kMaxQueued; i++) heap[i] = i;

  struct end a = {open_tun(argv[1], argv[3]), 0};
  struct end b = {open_tun(argv[2], argv[3]), 0};
  puts("ready");
  fflush(stdout);

  struct pollfd watched[] = {{a.fd, POLLIN, 0}, {b.fd, POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  for (;;) {
    struct timespec wait = {1, 0};
    if (queued > 0) {
      int64_t left = due(0) - now_us();
      if (left < 0) left = 0;
      wait.tv_sec = left / 1000000;
      wait.tv_nsec = left % 1000000 * 1000;
    }
    if (ppoll(watched, 3, &wait, NULL) < 0) fail("poll");
    char ignored[64];
    if (watched[2].revents != 0 && read(STDIN_FILENO, ignored, sizeof ignored) <= 0) return 0;
    take(&a, &b, &line);
    take(&b, &a, &line);
    while (queued > 0 && due(0) <= now_us()) {
      struct packet* packet = &pool[heap[0]];
      // A device that is down loses it.
      if (write(packet->fd, packet->bytes, packet->size) < 0 && errno == EBADF) fail("write");
      pop();
    }
  }
}
