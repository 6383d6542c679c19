/*
 * Stands between a process and its disk (LD_PRELOAD). For files below FITFLOW_FAULT_FOLDER it
 * - writes down every write and sync, in order, into FITFLOW_FAULT_TRACE, and
 * - lets the n-th of them fail, as FITFLOW_FAULT_CONTROL (six 32-bit numbers, shared memory) says.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

struct control {
  int32_t armed;    /* 0: let everything pass */
  int32_t fail_at;  /* the first one that fails, counted from 1 */
  int32_t error;    /* errno */
  int32_t sticky;   /* 1: and every one after it */
  int32_t seen;     /* how many there were since it was armed */
  int32_t failed;   /* how many of them failed */
};

static const char *folder;
static size_t folder_length;
static volatile struct control *control;
static int trace = -1;
static ssize_t (*real_write)(int, const void *, size_t);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  folder = getenv("FITFLOW_FAULT_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  const char *path = getenv("FITFLOW_FAULT_CONTROL");
  if (path) {
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file >= 0) {
      void *memory = mmap(0, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
      if (memory != MAP_FAILED) control = memory;
      close(file);
    }
  }
  path = getenv("FITFLOW_FAULT_TRACE");
  if (path) trace = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* 1: this one fails, with errno set. */
static int watch(int file, const char *what, long long offset) {
  if (!folder || file == trace) return 0;
  char link[40], path[1024];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  if (strncmp(path, folder, folder_length) != 0) return 0;
  if (trace >= 0) {
    char line[1200];
    int size = snprintf(line, sizeof line, "%s %lld %s\n", what, offset, path);
    if (real_write(trace, line, (size_t)size) != size) abort();
  }
  if (!control || !control->armed) return 0;
  int32_t number = ++control->seen;
  if (number != control->fail_at && !(control->sticky && number > control->fail_at)) return 0;
  control->failed++;
  errno = control->error;
  return 1;
}

#define REAL(name, type) \
  static type real; \
  if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef ssize_t (*write_type)(int, const void *, size_t);
typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
typedef int (*sync_type)(int);
typedef int (*truncate_type)(int, off_t);

ssize_t write(int file, const void *bytes, size_t size) {
  REAL("write", write_type);
  return watch(file, "write", -1) ? -1 : real(file, bytes, size);
}
ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
  REAL("pwrite", pwrite_type);
  return watch(file, "write", offset) ? -1 : real(file, bytes, size, offset);
}
ssize_t pwrite64(int file, const void *bytes, size_t size, off_t offset) {
  REAL("pwrite64", pwrite_type);
  return watch(file, "write", offset) ? -1 : real(file, bytes, size, offset);
}
int fsync(int file) {
  REAL("fsync", sync_type);
  return watch(file, "sync", -1) ? -1 : real(file);
}
int fdatasync(int file) {
  REAL("fdatasync", sync_type);
  return watch(file, "sync", -1) ? -1 : real(file);
}
int ftruncate(int file, off_t size) {
  REAL("ftruncate", truncate_type);
  return watch(file, "truncate", size) ? -1 : real(file, size);
}
int ftruncate64(int file, off_t size) {
  REAL("ftruncate64", truncate_type);
  return watch(file, "truncate", size) ? -1 : real(file, size);
}
