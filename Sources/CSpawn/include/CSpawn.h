#pragma once

// Starting a program and watching for its end: what only GNU's side of the C library has, and Swift does not see.

#include <sys/types.h>

/// Starts `program`, looked for in PATH, with `stream` as its standard input and output and `errors` as its standard error.
///
/// Nothing else stays open in it. It has a session of its own, so that no terminal's keys reach it, and signals as a
/// shell gives them, whatever this process ignores or blocks. Returns 0, or the error's number.
int cspawn_start(pid_t *process, const char *program, char *const arguments[], int stream, int errors);

/// A descriptor that becomes readable when the child ends; -1 with errno where there is none.
int cspawn_watch(pid_t process);

/// The process at the other end of a Unix socket as it was connected; -1 where that is not known.
pid_t cspawn_peer(int socket);
