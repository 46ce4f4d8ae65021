/** Statements about the sessions of hubs on one database: the server of the tests has many databases at a time. */

/** Locks that hubs name by these numbers (hub/src/store/turn.ts, hub/src/fellows/session.ts). */
const [TURN, DUTIES] = [0x6b617701, 0x6b617703];

const locks = (name: number) => `select pid from pg_locks where locktype = 'advisory' and objid = ${name}
  and database = (select oid from pg_database where datname = current_database())`;

/** Whether somebody has the turn. */
export const turnTaken = `${locks(TURN)} and granted`;

/** Whether somebody waits for the turn that another has. */
export const turnAwaited = `${locks(TURN)} and not granted`;

/** Ends the session of whoever has the duties. */
export const dutiesCut = `select pg_terminate_backend(pid) from (${locks(DUTIES)} and granted) as held`;

/** Ends the sessions in which hubs hear from each other. */
export const listenersCut = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and datname = current_database()
  and query ~ '^(listen|select pg_notify|select pg_try_advisory_lock)'`;

/** Takes the turn, to the end of a transaction. */
export const takeTurn = `select pg_advisory_xact_lock(${TURN})`;

/** From where whoever has the duties has come. */
export const dutiesFrom = `select host(client_addr) as address from pg_stat_activity
  join (${locks(DUTIES)} and granted) as held using (pid)`;
