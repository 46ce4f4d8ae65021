import { afterAll, beforeAll, expect, test } from 'vitest';
import { decideAlert } from '#hub/alerts/decide.ts';
import { alertsByNeed } from '#hub/alerts/reads.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { SeatedPanel } from '#test/rehearsal/seated-panel.ts';
import { Authority } from '#test/simulators/authority/authority.ts';

const experts = ['E1', 'E2', 'E3', 'E4', 'E5'];
let panel: SeatedPanel;

beforeAll(async () => {
  const authority = await Authority.create('Experts CA');
  const rooms = await RoomsHub.open([authority.certificate]);
  panel = await SeatedPanel.seat({ rooms, authority, project: smallProject(3, 5), experts });
});

afterAll(() => panel?.rooms.close());

const told = async () =>
  (await alertsByNeed(panel.rooms.hub.store)).map(({ code, severity, site, text }) => ({
    ...{ code, severity, site, zh: text.zh },
  }));
const markOfE4 = (mark: number) => panel.act('E4', { kind: 'mark', bidder: 'B2', item: 'O1', mark });
const ready = () => panel.all(() => ({ kind: 'ready' }));

test('supervisors are told of objective marks that still differ after another look, and of nobody’s marks', async () => {
  await panel.assemble();
  await panel.all((expert) => ({ kind: 'pledge', statement: panel.pledgeOf(expert) }));
  await panel.all(() => ({ kind: 'declare', bidders: [] }));
  await panel.all(() => ({ kind: 'chair-vote', alias: '专家乙' }));
  await panel.review();
  await panel.mark();
  await markOfE4(5000);
  await ready();
  expect((await panel.viewOf('E1')).differing).toEqual([{ bidder: 'B2', item: 'O1' }]);
  expect(await told()).toEqual([]);
  await ready();
  const still = {
    ...{ code: 'OBJECTIVE_DIFFERING', severity: 'warning', site: null },
    zh: '客观分 1 处经复核仍不一致，不能开始签名，请监督人员介入',
  };
  expect(await told()).toEqual([still]);
  await ready();
  expect(await told()).toEqual([still]);
  const { spine } = panel.rooms.hub;
  const decision = { alert: 'A1', decision: 'handled', note: '已到场了解', site: null } as const;
  await spine.do(plan(decideAlert, decision), hubActor);
  await ready();
  expect(await told()).toEqual([still, still]);
  await markOfE4(10_000);
  await ready();
  expect(await panel.viewOf('E1')).toMatchObject({ step: 'sign', differing: [] });
  expect(await told()).toHaveLength(2);
});
