#define _GNU_SOURCE
#include "CSpawn.h"

#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Fills in what the child gets; the first error stops it.
static int prepare(posix_spawn_file_actions_t *files, posix_spawnattr_t *attributes, int stream, int errors) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int failure = posix_spawn_file_actions_adddup2(files, stream, STDIN_FILENO);
  if (!failure) failure = posix_spawn_file_actions_adddup2(files, stream, STDOUT_FILENO);
  if (!failure) failure = posix_spawn_file_actions_adddup2(files, errors, STDERR_FILENO);
  if (!failure) failure = posix_spawn_file_actions_addclosefrom_np(files, STDERR_FILENO + 1);
  if (!failure) failure = posix_spawnattr_setsigmask(attributes, &none);
  if (!failure) failure = posix_spawnattr_setsigdefault(attributes, &all);
  if (!failure) {
    failure = posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  return failure;
}

int cspawn_start(pid_t *process, const char *program, char *const arguments[], int stream, int errors) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  int failure = posix_spawn_file_actions_init(&files);
  if (failure) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (!failure) {
    failure = prepare(&files, &attributes, stream, errors);
    if (!failure) failure = posix_spawnp(process, program, &files, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&files);
  return failure;
}

int cspawn_watch(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

pid_t cspawn_peer(int socket) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 ? peer.pid : -1;
}
