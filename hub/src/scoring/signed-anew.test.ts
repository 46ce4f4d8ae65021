/** Where a member is replaced after some have signed, through the acts that the booths send. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pass, smallProject } from '#test/rehearsal/evaluation.ts';
import { SeatedPanel } from '#test/rehearsal/seated-panel.ts';
import { signedSheets } from './reads.ts';

const project = smallProject(3, 5);
const [drawn, newcomer] = [['E1', 'E2', 'E3', 'E4', 'E5'], 'E6'];
const panelNow = ['E1', 'E2', 'E4', 'E5', newcomer];
const verdicts = Object.fromEntries(project.bidders.map(({ id }) => [id, pass]));
let panel: SeatedPanel;

async function mark(experts: readonly string[]): Promise<void> {
  for (const { id: bidder } of project.bidders)
    for (const { id: item, kind, max } of project.items)
      await panel.all(
        () => ({ kind: 'mark', bidder, item, mark: kind === 'objective' ? max : max / 2 }),
        experts,
      );
}

const sheets = async () =>
  (await signedSheets(panel.rooms.hub.store, project.id)).map(
    ({ expert, version, counts }) => `${expert} ${version}${counts ? '' : ' void'}`,
  );

beforeAll(async () => {
  panel = await SeatedPanel.seat(project, drawn, [newcomer]);
  await panel.assemble();
  await panel.all((expert) => ({ kind: 'pledge', statement: panel.pledgeOf(expert) }));
  await panel.all(() => ({ kind: 'declare', bidders: [] }));
  await panel.all(() => ({ kind: 'chair-vote', alias: '专家乙' }));
  await panel.all(() => ({ kind: 'review', verdicts }));
  await mark(drawn);
  await panel.all(() => ({ kind: 'ready' }));
}, 60_000);

afterAll(() => panel?.rooms.close());

test('version 2 is a first sheet again, signed in its stage and not taken for an amendment', async () => {
  await panel.all(async (expert) => ({ kind: 'sign', sheet: await panel.sheetOf(expert) }), ['E1', 'E2']);
  expect(await sheets()).toEqual(['E1 1', 'E2 1']);
  await panel.replace('E3', newcomer);
  expect(await sheets()).toEqual(['E1 1 void', 'E2 1 void']);
  // The same sheet again, of the version before.
  const { ticket, marks, myVerdicts: review } = await panel.viewOf('E1');
  const old = panel.signed('E1', 'sheet', { ticket, marks, review, version: 1 });

  await panel.all((expert) => ({ kind: 'pledge', statement: panel.pledgeOf(expert) }), [newcomer]);
  await panel.all(() => ({ kind: 'declare', bidders: [] }), [newcomer]);
  await panel.all(() => ({ kind: 'review', verdicts }), [newcomer]);
  await mark([newcomer]);
  await panel.all(() => ({ kind: 'ready' }), panelNow);

  expect(await panel.viewOf('E1')).toMatchObject({ step: 'sign', sheetVersion: 2 });
  expect((await panel.act('E1', { kind: 'sign', sheet: old })).refusal?.code).toBe('STATEMENT_MISMATCH');
  await panel.all(async (expert) => ({ kind: 'sign', sheet: await panel.sheetOf(expert) }), panelNow);
  expect(await sheets()).toEqual(['E1 1 void', 'E1 2', 'E2 1 void', 'E2 2', 'E4 1', 'E5 1', 'E6 1']);
  // All agree, so nothing is left to look back on: the totals are there.
  const view = await panel.viewOf('E1');
  expect(view).toMatchObject({ step: 'consent', project: { stage: 'report' } });
  expect(view.result).toHaveLength(3);
});
