/** What PostgreSQL takes of the same rows through `pg`: each by itself, and in batches. */
import pg from 'pg';
import { PostgresServer } from '#test/databases/server.ts';
import type { SigningBooth } from './panels.ts';

/** Sheets a second. */
export type PostgresRates = Record<'each' | 'batches', number>;

const CONNECTIONS = 8;
const BATCH = 100;
const ROW = '(content, cms, at, type, subject, digest)';

export class PostgresBench {
  readonly #server: PostgresServer;
  readonly #pool: pg.Pool;

  private constructor(server: PostgresServer, pool: pg.Pool) {
    this.#server = server;
    this.#pool = pool;
  }

  /** A server with one table for sheet and entry. Null, and `tell` is told why, where none can be started. */
  static async start(tell: (line: string) => void): Promise<PostgresBench | null> {
    try {
      const server = await PostgresServer.start();
      await server.query(
        `create table sheets (id bigint generated always as identity primary key, content text not null,
         cms text not null, at text not null, type text not null, subject text not null, digest text not null)`,
      );
      const pool = new pg.Pool({ connectionString: server.url(), max: CONNECTIONS });
      pool.on('error', () => {});
      return new PostgresBench(server, pool);
    } catch (error) {
      tell(`PostgreSQL is not measured: ${(error as Error).message.split('\n')[0]}`);
      return null;
    }
  }

  /** Writes so many sheets each way. */
  async measure({ sheet }: SigningBooth['acts'][number], sheets: number): Promise<PostgresRates> {
    const row = [
      sheet.content,
      sheet.cms,
      '2026-11-25T00:00:00.000Z',
      'sheet.signed',
      'project/P-1',
      '0'.repeat(64),
    ];
    const one = {
      name: 'one',
      text: `insert into sheets ${ROW} values ${places(1, row.length)}`,
      values: row,
    };
    const batch = {
      name: 'batch',
      text: `insert into sheets ${ROW} values ${places(BATCH, row.length)}`,
      values: Array.from({ length: BATCH }, () => row).flat(),
    };
    return { each: await this.#rate(one, sheets, 1), batches: await this.#rate(batch, sheets, BATCH) };
  }

  async stop(): Promise<void> {
    await this.#pool.end();
    await this.#server.stop();
  }

  async #rate(query: pg.QueryConfig, sheets: number, rows: number): Promise<number> {
    let left = Math.ceil(sheets / rows);
    const writer = async () => {
      while (left-- > 0) await this.#pool.query(query);
    };
    const total = left * rows;
    const began = performance.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, writer));
    return (total * 1000) / (performance.now() - began);
  }
}

/** `($1,$2),($3,$4)` for two rows of two. */
function places(rows: number, fields: number): string {
  const row = (n: number) =>
    Array.from({ length: fields }, (_, field) => `$${n * fields + field + 1}`).join();
  return Array.from({ length: rows }, (_, n) => `(${row(n)})`).join();
}
