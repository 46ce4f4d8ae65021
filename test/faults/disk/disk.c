/*
 * A disk that can be watched and made to fail, laid under a process by LD_PRELOAD. Of files below
 * FAULT_DISK_ROOT it writes every change and every fsync, in their order, to FAULT_DISK_LOG, among them what the
 * process says on standard output (FAULT_DISK_ANSWERS, as writes to `answers`), and fails the calls that the
 * eight integers of FAULT_DISK_CONTROL ask for. Tests alone load it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
enum { CALL_WRITE = 1, CALL_SYNC = 2, CALL_NAME = 4 };
enum { FILE_DATABASE = 1, FILE_WAL = 2, FILE_OTHER = 4 };

/* Which calls on which files fail, after how many have gone well, how often, with which errno; `took`: the call
 * takes effect all the same; `seen` counts the calls that matched. */
struct control { int32_t calls, files, error, skip, times, took, seen, spare; };

static char *paths[FILES];
static const char *root;
static size_t root_length;
static int log_fd = -1;
static volatile struct control *control;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  root = getenv("FAULT_DISK_ROOT");
  root_length = root ? strlen(root) : 0;
  const char *log = getenv("FAULT_DISK_LOG");
  if (log) log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (getenv("FAULT_DISK_ANSWERS")) paths[STDOUT_FILENO] = strdup("answers");
  const char *file = getenv("FAULT_DISK_CONTROL");
  int fd = file ? syscall(SYS_openat, AT_FDCWD, file, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *shared = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) control = shared;
}

static int watched(const char *path) { return root && path && strncmp(path, root, root_length) == 0; }
static const char *path_of(int fd) { return fd >= 0 && fd < FILES ? paths[fd] : NULL; }

static int ends(const char *path, const char *end) {
  size_t length = strlen(path), wanted = strlen(end);
  return length >= wanted && strcmp(path + length - wanted, end) == 0;
}

static void note(char what, const char *path, int64_t offset, const void *data, int64_t length) {
  if (log_fd < 0) return;
  char head[21];
  int32_t path_length = strlen(path);
  int64_t stored = data ? length : 0;
  head[0] = what;
  memcpy(head + 1, &path_length, 4);
  memcpy(head + 5, &offset, 8);
  memcpy(head + 13, &stored, 8);
  struct iovec parts[3] = {{head, 21}, {(void *)path, path_length}, {(void *)data, stored}};
  syscall(SYS_writev, log_fd, parts, 3);
}

/* 0: go on; 1: fail without effect; 2: take effect, then fail. */
static int fails(int call, const char *path) {
  if (!control || path[0] != '/' || !(control->calls & call)) return 0;
  int file = ends(path, "-wal") ? FILE_WAL : ends(path, ".db") ? FILE_DATABASE : FILE_OTHER;
  if (!(control->files & file)) return 0;
  control->seen++;
  if (control->skip > 0) { control->skip--; return 0; }
  if (control->times == 0) return 0;
  if (control->times > 0) control->times--;
  return control->took ? 2 : 1;
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define LOCK pthread_mutex_lock(&order)
#define UNLOCK pthread_mutex_unlock(&order)
/* Does `act` with the lock held and notes it when it went well; `failure` is what a failed call gives. */
#define DONE(call, path, act, noted) \
  LOCK; \
  int fault = fails(call, path); \
  if (fault == 1) { errno = control->error; UNLOCK; return -1; } \
  __auto_type result = (act); \
  int kept = errno; \
  if (result >= 0) { noted; } \
  if (fault == 2) { errno = control->error; UNLOCK; return -1; } \
  errno = kept; \
  UNLOCK; \
  return result

static int opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= FILES) return fd;
  free(paths[fd]);
  paths[fd] = strdup(path);
  if ((flags & O_CREAT) && !existed) note('C', path, 0, NULL, 0);
  if ((flags & O_TRUNC) && existed) note('T', path, 0, NULL, 0);
  return fd;
}

static int open_watched(int directory, const char *path, int flags, mode_t mode) {
  LOCK;
  struct stat found;
  int existed = syscall(SYS_newfstatat, directory, path, &found, 0) == 0;
  int creates = (flags & O_CREAT) && !existed;
  if (creates && fails(CALL_NAME, path)) { errno = control->error; UNLOCK; return -1; }
  int fd = syscall(SYS_openat, directory, path, flags, mode);
  int kept = errno;
  opened(fd, path, flags, existed);
  errno = kept;
  UNLOCK;
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
    if (watched(path)) return open_watched(AT_FDCWD, path, flags, mode); \
    return syscall(SYS_openat, AT_FDCWD, path, flags, mode); \
  }
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
  int name(int directory, const char *path, int flags, ...) { \
    va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
    if (watched(path)) return open_watched(directory, path, flags, mode); \
    return syscall(SYS_openat, directory, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
  REAL(close);
  LOCK;
  if (path_of(fd)) { free(paths[fd]); paths[fd] = NULL; }
  UNLOCK;
  return real(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
  REAL(write);
  const char *path = path_of(fd);
  if (!path) return real(fd, data, length);
  DONE(CALL_WRITE, path, real(fd, data, length),
       note('W', path, lseek(fd, 0, SEEK_CUR) - result, data, result));
}

#define PWRITE(name, type) \
  ssize_t name(int fd, const void *data, size_t length, type offset) { \
    REAL(name); \
    const char *path = path_of(fd); \
    if (!path) return real(fd, data, length, offset); \
    DONE(CALL_WRITE, path, real(fd, data, length, offset), note('W', path, offset, data, result)); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

static void note_parts(const char *path, int64_t offset, const struct iovec *parts, int count) {
  for (int n = 0; n < count; n++) {
    note('W', path, offset, parts[n].iov_base, parts[n].iov_len);
    offset += parts[n].iov_len;
  }
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  const char *path = path_of(fd);
  if (!path) return real(fd, parts, count);
  DONE(CALL_WRITE, path, real(fd, parts, count),
       note_parts(path, lseek(fd, 0, SEEK_CUR) - result, parts, count));
}

#define PWRITEV(name, type) \
  ssize_t name(int fd, const struct iovec *parts, int count, type offset) { \
    REAL(name); \
    const char *path = path_of(fd); \
    if (!path) return real(fd, parts, count, offset); \
    DONE(CALL_WRITE, path, real(fd, parts, count, offset), note_parts(path, offset, parts, count)); \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define SYNC(name) \
  int name(int fd) { \
    REAL(name); \
    const char *path = path_of(fd); \
    if (!path) return real(fd); \
    DONE(CALL_SYNC, path, real(fd), note('S', path, 0, NULL, 0)); \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, type) \
  int name(int fd, type length) { \
    REAL(name); \
    const char *path = path_of(fd); \
    if (!path) return real(fd, length); \
    DONE(CALL_WRITE, path, real(fd, length), note('T', path, length, NULL, 0)); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(rename);
  if (!watched(to)) return real(from, to);
  DONE(CALL_NAME, to, real(from, to), note('R', from, 0, to, strlen(to)));
}

int unlink(const char *path) {
  REAL(unlink);
  if (!watched(path)) return real(path);
  DONE(CALL_NAME, path, real(path), note('U', path, 0, NULL, 0));
}

int rmdir(const char *path) {
  REAL(rmdir);
  if (!watched(path)) return real(path);
  DONE(CALL_NAME, path, real(path), note('U', path, 0, NULL, 0));
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  if (!watched(path)) return real(path, mode);
  DONE(CALL_NAME, path, real(path, mode), note('M', path, 0, NULL, 0));
}
