import type { Projection } from '../ledger/command.ts';
import type { Migrations } from '../store/database.ts';

export interface AlertTables {
  alerts: {
    alert: string;
    number: number;
    code: string;
    /** JSON: the values of its sentence. */
    values_json: string;
    project: string | null;
    site: string | null;
    booth: string | null;
    raised_at: string;
    /** JSON: {decision, note, by, at}, or null while open. */
    decision: string | null;
  };
}

export const alertMigrations: Migrations = {
  '0008-alerts': {
    async up(db) {
      await db.schema
        .createTable('alerts')
        .addColumn('alert', 'text', (column) => column.primaryKey())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('code', 'text', (column) => column.notNull())
        .addColumn('values_json', 'text', (column) => column.notNull())
        .addColumn('project', 'text')
        .addColumn('site', 'text')
        .addColumn('booth', 'text')
        .addColumn('raised_at', 'text', (column) => column.notNull())
        .addColumn('decision', 'text')
        .execute();
    },
  },
};

export const alertProjection: Projection = {
  'alert.raised': async (db, { at, payload }) => {
    const { alert, code, values, project, site, booth } = payload;
    await db
      .insertInto('alerts')
      .values({
        alert,
        number: Number(alert.slice(1)),
        code,
        values_json: JSON.stringify(values),
        project,
        site,
        booth,
        raised_at: at,
        decision: null,
      })
      .execute();
  },
  'alert.decided': async (db, { at, payload }) => {
    const { decision, note, by } = payload;
    await db
      .updateTable('alerts')
      .set({ decision: JSON.stringify({ decision, note, by, at }) })
      .where('alert', '=', payload.alert)
      .execute();
  },
};
