/** Tables whose rows stand for ever: guarded by the database itself, against whatever program. */
import { sql } from 'kysely';
import { type AnyDb, isPostgres } from './postgres-dialect.ts';

/** From now on no row of the table can be changed or taken away; `message` is what the attempt is told. */
export async function forbidChanges(db: AnyDb, table: string, message: string): Promise<void> {
  const [name, told] = [sql.raw(table), sql.lit(message)];
  for (const change of ['update', 'delete']) {
    const trigger = sql.raw(`${table}_no_${change}`);
    if (isPostgres(db)) {
      await raising(db, `${table}_no_${change}`, '', message);
      await sql`create trigger ${trigger} before ${sql.raw(change)} on ${name}
                for each row execute function ${trigger}()`.execute(db);
    } else
      await sql`create trigger ${trigger} before ${sql.raw(change)} on ${name}
                begin select raise(abort, ${told}); end`.execute(db);
  }
  if (!isPostgres(db)) return;
  await sql`create trigger ${sql.raw(`${table}_no_truncate`)} before truncate on ${name}
            for each statement execute function ${sql.raw(`${table}_no_delete`)}()`.execute(db);
}

/** From now on the table takes only the row whose `column` is one above the highest, from 0 on. */
export async function takeOnlyNext(
  db: AnyDb,
  { table, column, message }: { table: string; column: string; message: string },
): Promise<void> {
  const trigger = `${table}_next_only`;
  const wrong = `new.${column} <> (select coalesce(max(${column}) + 1, 0) from ${table})`;
  if (isPostgres(db)) {
    await raising(db, trigger, wrong, message);
    await sql`create trigger ${sql.raw(trigger)} before insert on ${sql.raw(table)}
              for each row execute function ${sql.raw(trigger)}()`.execute(db);
  } else
    await sql`create trigger ${sql.raw(trigger)} before insert on ${sql.raw(table)} when ${sql.raw(wrong)}
              begin select raise(abort, ${sql.lit(message)}); end`.execute(db);
}

/** A trigger's function that refuses, where `condition` holds or always. */
async function raising(db: AnyDb, name: string, condition: string, message: string): Promise<void> {
  const raise = `raise exception '${message.replaceAll("'", "''")}';`;
  const body = condition ? `if ${condition} then ${raise} end if; return new;` : raise;
  await sql`create function ${sql.raw(name)}() returns trigger language plpgsql as
            ${sql.lit(`begin ${body} end`)}`.execute(db);
}
