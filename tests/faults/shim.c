/* Between a program and its files: count, trace, refuse, or die at every change of one folder.
 *
 * Loaded by LD_PRELOAD. Nothing happens until shim_arm() names a folder; a fork inherits it. An
 * event is one write, sync, truncate, unlink or rename in that folder. The program's own shared
 * memory (-shm) counts too, but is left out of a trace: it does not outlive a loss of power.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { FILES = 4096 };
enum deed { COUNT, KILL, REFUSE };
enum scope { EVERYTHING, SYNCS };

static char *path_of[FILES];
static char folder[4096];
static long events, at;
static int deed, refusal, sticky, torn, scope, trace = -1;

#define REAL(result, name, ...)                                 \
    static result (*real)(__VA_ARGS__);                         \
    if (!real) {                                                \
        *(void **)&real = dlsym(RTLD_NEXT, name);               \
    }

static ssize_t real_pwrite(int fd, const void *data, size_t size, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t)
    return real(fd, data, size, offset);
}

static ssize_t real_write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t)
    return real(fd, data, size);
}

static int real_open(const char *path, int flags, mode_t mode) {
    REAL(int, "open64", const char *, int, ...)
    return real(path, flags, mode);
}

static int is_ours(const char *path) {
    return folder[0] && path && strncmp(path, folder, strlen(folder)) == 0;
}

/* What a trace holds: operation, length of the path, offset, length of the data; then both. */
static void note(char operation, const char *path, int64_t offset, const void *data, uint32_t size) {
    if (trace < 0 || strstr(path, "-shm")) return;
    uint16_t length = (uint16_t)strlen(path);
    char head[15];
    head[0] = operation;
    memcpy(head + 1, &length, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &size, 4);
    real_write(trace, head, sizeof head);
    real_write(trace, path, length);
    if (size) real_write(trace, data, size);
}

/* Count one event; 1 if the caller must fail with errno set. */
static int event(int is_sync) {
    if (scope == SYNCS && !is_sync) return 0;
    events++;
    if (deed == KILL && events == at) kill(getpid(), SIGKILL);
    if (deed == REFUSE && at && (events == at || (sticky && events > at))) {
        errno = refusal;
        return 1;
    }
    return 0;
}

static int is_next(void) { return scope == EVERYTHING && torn && deed != COUNT && events + 1 == at; }

void shim_arm(const char *where, int what, long when, int error, int flags, const char *record) {
    snprintf(folder, sizeof folder, "%s", where);
    deed = what;
    at = when;
    refusal = error;
    sticky = flags & 1;
    torn = flags >> 1 & 1;
    scope = flags >> 2 & 1;
    events = 0;
    trace = record ? real_open(record, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
}

void shim_mend(void) { deed = COUNT; }

long shim_events(void) { return events; }

void shim_mark(const char *words) { note('A', "", 0, words, (uint32_t)strlen(words)); }

static int opened(const char *path, int flags, mode_t mode) {
    int existed = access(path, F_OK) == 0;
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < FILES) {
        free(path_of[fd]);
        path_of[fd] = is_ours(path) ? strdup(path) : NULL;
        if (path_of[fd] && !existed) note('C', path, 0, NULL, 0);
    }
    return fd;
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        mode_t mode = 0;                                        \
        if (flags & O_CREAT) {                                  \
            va_list rest;                                       \
            va_start(rest, flags);                              \
            mode = va_arg(rest, mode_t);                        \
            va_end(rest);                                       \
        }                                                       \
        return opened(path, flags, mode);                       \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    REAL(int, "close", int)
    if (fd >= 0 && fd < FILES) {
        free(path_of[fd]);
        path_of[fd] = NULL;
    }
    return real(fd);
}

static const char *path(int fd) { return fd >= 0 && fd < FILES ? path_of[fd] : NULL; }

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    if (path(fd)) {
        if (is_next()) real_pwrite(fd, data, size / 2, offset);
        if (event(0)) return -1;
        note('W', path(fd), offset, data, (uint32_t)size);
    }
    return real_pwrite(fd, data, size, offset);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    return pwrite64(fd, data, size, offset);
}

ssize_t write(int fd, const void *data, size_t size) {
    if (path(fd)) {
        if (is_next()) real_write(fd, data, size / 2);
        if (event(0)) return -1;
        note('W', path(fd), lseek64(fd, 0, SEEK_CUR), data, (uint32_t)size);
    }
    return real_write(fd, data, size);
}

#define SYNC(name)                                              \
    int name(int fd) {                                          \
        REAL(int, #name, int)                                   \
        if (path(fd)) {                                         \
            if (event(1)) return -1;                            \
            note('S', path(fd), 0, NULL, 0);                    \
        }                                                       \
        return real(fd);                                        \
    }
SYNC(fsync)
SYNC(fdatasync)

int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t)
    if (path(fd)) {
        if (event(0)) return -1;
        note('T', path(fd), size, NULL, 0);
    }
    return real(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int unlink(const char *name) {
    REAL(int, "unlink", const char *)
    if (is_ours(name)) {
        if (event(0)) return -1;
        note('U', name, 0, NULL, 0);
    }
    return real(name);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *)
    if (is_ours(from) && event(0)) return -1;
    return real(from, to);
}
