import SqliteDriver from 'better-sqlite3';

/**
 * Opens every database otherwise than the program says: with `synchronous` NORMAL, which is the control that must
 * lose what was acknowledged; and with the log copied into the database after so many pages, so that short work
 * has that too.
 */
export function pragmas(wanted: {
  readonly synchronous: string | undefined;
  readonly checkpointPages: string | undefined;
}): void {
  const { pragma } = SqliteDriver.prototype;
  SqliteDriver.prototype.pragma = function (source, options) {
    if (source !== 'synchronous = FULL') return pragma.call(this, source, options);
    const { synchronous = 'FULL', checkpointPages } = wanted;
    if (checkpointPages) pragma.call(this, `wal_autocheckpoint = ${checkpointPages}`);
    return pragma.call(this, `synchronous = ${synchronous}`, options);
  };
}
