/**
 * Relations that somebody holds or awaits exclusively. Asking for their size or their rows would queue behind that lock
 * until the statement times out, so they go without for as long.
 */
export const lockedRelations = `
  SELECT relation FROM pg_locks
  WHERE locktype = 'relation' AND mode = 'AccessExclusiveLock' AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
