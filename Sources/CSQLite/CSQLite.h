/* SQLite, and the one macro of it that Swift cannot import, since it is a cast. */
#include <sqlite3.h>

/* SQLite makes its own copy of what is bound. */
static const sqlite3_destructor_type sqlite3_transient = SQLITE_TRANSIENT;
