import { sql } from 'kysely';
import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface FairnessTables {
  /** Panels whose names are known, since when. */
  open_panels: { project: string; since: string };
}

export const fairnessMigrations: Migrations = {
  '0028-open-panels': {
    async up(db) {
      await db.schema
        .createTable('open_panels')
        .addColumn('project', 'text', (column) => column.primaryKey())
        .addColumn('since', 'text', (column) => column.notNull())
        .execute();
      // Those that were complete before there was this table.
      await db.executeQuery(
        sql`insert into open_panels (project, since)
            select substr(subject, 9), min(at) from ledger
            where type = 'panel.assembled' and subject like 'project/%' group by subject`.compile(db),
      );
    },
  },
};

export const fairnessProjection: Projection = {
  'panel.assembled': async (db, { at, payload: { project } }) => {
    await db
      .insertInto('open_panels')
      .values({ project, since: at })
      .onConflict((conflict) => conflict.column('project').doNothing())
      .execute();
  },
};
