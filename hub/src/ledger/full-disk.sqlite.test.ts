/** SQLite without room for another page. (PostgreSQL's disk belongs to its server: test/databases tries that.) */
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { admin, bareSpine, creates } from '#test/rehearsal/bare-spine.ts';
import { ledgerFaults } from '#test/rehearsal/ledger-audit.ts';

const bench = bareSpine();

it('on a full disk: nothing of it is stored, what was is kept, and work goes on when there is room', async () => {
  await bench().spine.do(creates('A'), admin);
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(bench().store);
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count ?? 0}`).execute(bench().store);
  const many = Array.from({ length: 400 }, (_, n) => `FULL-${n}`);
  const outcome = await Promise.allSettled([
    bench().spine.do(creates('B'), admin),
    bench().spine.do(creates(...many), admin),
    bench().spine.do(creates('C'), admin),
  ]);
  expect(outcome[1]).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringMatching(/full/) },
  });
  const told = ['B', '', 'C'].filter((_, n) => outcome[n]?.status === 'fulfilled');
  expect(await bench().sites()).toEqual(['A', ...told]);
  expect(bench().spine.size).toBe(1 + told.length);
  await sql`pragma max_page_count = 1000000`.execute(bench().store);
  await bench().spine.do(creates('D'), admin);
  await bench().reopen();
  expect(await bench().sites()).toEqual(['A', ...told, 'D']);
  expect(await ledgerFaults(bench().store)).toEqual([]);
});
