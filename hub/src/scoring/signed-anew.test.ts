/** Where a member is replaced after some have signed, through the acts that the booths send. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { SeatedPanel } from '#test/rehearsal/seated-panel.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { signedSheets } from './reads.ts';

const project = smallProject(3, 5);
const newcomer = 'E6';
const panelNow = ['E1', 'E2', 'E4', 'E5', newcomer];
let panel: SeatedPanel;

const sheets = async () =>
  (await signedSheets(panel.rooms.hub.store, project.id)).map(
    ({ expert, version, counts }) => `${expert} ${version}${counts ? '' : ' void'}`,
  );

beforeAll(async () => {
  const authority = await Authority.create('Experts CA');
  const rooms = await RoomsHub.open([authority.certificate]);
  const experts = ['E1', 'E2', 'E3', 'E4', 'E5'];
  panel = await SeatedPanel.seat({ rooms, authority, project, experts, besides: [newcomer] });
  await panel.assemble();
  await panel.evaluate();
});

afterAll(() => panel?.rooms.close());

test('version 2 is a first sheet again, signed in its stage and not taken for an amendment', async () => {
  await panel.sign(['E1', 'E2']);
  expect(await sheets()).toEqual(['E1 1', 'E2 1']);
  await panel.replace('E3', newcomer);
  expect(await sheets()).toEqual(['E1 1 void', 'E2 1 void']);
  // The same marks under the version before.
  const { ticket, marks, myVerdicts: review } = await panel.viewOf('E1');
  const old = panel.signed('E1', 'sheet', { ticket, marks, review, version: 1 });

  await panel.all((expert) => ({ kind: 'pledge', statement: panel.pledgeOf(expert) }), [newcomer]);
  await panel.all(() => ({ kind: 'declare', bidders: [] }), [newcomer]);
  await panel.review([newcomer]);
  await panel.mark([newcomer]);
  await panel.all(() => ({ kind: 'ready' }), panelNow);

  expect(await panel.viewOf('E1')).toMatchObject({ step: 'sign', sheetVersion: 2 });
  const { refusal } = await panel.act('E1', { kind: 'sign', sheet: old });
  expect(refusal).toMatchObject({ code: 'STATEMENT_MISMATCH' });
  expect(refusal?.message.en).toContain('"version"');
  await panel.sign(panelNow);
  expect(await sheets()).toEqual(['E1 1 void', 'E1 2', 'E2 1 void', 'E2 2', 'E4 1', 'E5 1', 'E6 1']);
  // All agree, so nothing is left to look back on: the totals are there.
  const view = await panel.viewOf('E1');
  expect(view).toMatchObject({ step: 'consent', project: { stage: 'report' } });
  expect(view.result).toHaveLength(3);
});
