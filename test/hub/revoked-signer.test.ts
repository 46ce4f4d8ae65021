/** A key that is revoked in the middle of an evaluation: what was signed before stands, and files alone tell it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkEverything } from '#hub/recovery/check.ts';
import { renderReport } from '#hub/reports/report-document.ts';
import { startSealing } from '#hub/reports/sealing.ts';
import { findLate } from '#hub/revocation/late.ts';
import { Revocation } from '#hub/revocation/lists.ts';
import { rooms as allRooms, migrations } from '#hub/rooms.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { onPostgres } from '#test/databases/place.ts';
import { pathOf } from '#test/programs.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { writeEvidence } from '#test/rehearsal/evidence-folder.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { SeatedPanel } from '#test/rehearsal/seated-panel.ts';
import { Authority } from '#test/simulators/authority/authority.ts';
import { CrlAuthority } from '#test/simulators/authority/crl-authority.ts';

const experts = ['E1', 'E2', 'E3'];
const project = smallProject(3, experts.length);
let folder: string;
let panel: SeatedPanel;
let rooms: RoomsHub;
let authority: Authority;
let revoking: CrlAuthority;
let place: string;

const signSheet = async (expert: string) =>
  panel.act(expert, { kind: 'sign', sheet: await panel.sheetOf(expert) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-revoked-'));
  authority = await Authority.create('Experts CA');
  revoking = await CrlAuthority.of(join(folder, 'revoking'), authority);
  place = join(folder, 'current.pem');
  cpSync(revoking.list(), place);
  const anchors = [authority.certificate];
  rooms = await RoomsHub.open(anchors, await Revocation.open(place, anchors));
  panel = await SeatedPanel.seat({ rooms, authority, project, experts });
  await panel.assemble();
  await panel.evaluate();
});

afterAll(async () => {
  await rooms?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a sheet signed with a key revoked since is refused; the staff hear of it, and nothing is lost', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1100)); // lists tell seconds
  revoking.revoke(panel.signerOf('E1').certificate, new Date());
  cpSync(revoking.list(), place);
  for (let n = 0; n < 2; n++) await rooms.hub.revocation.look();
  const before = await panel.viewOf('E1');
  const { refusal } = await signSheet('E1');
  expect(refusal).toMatchObject({ code: 'CERTIFICATE_REVOKED' });
  expect(refusal?.message.zh).toMatch(/Experts CA.*请呼叫工作人员/);
  expect(await panel.viewOf('E1')).toMatchObject({ step: before.step, marks: before.marks });
  const alert = await rooms.hub.store.selectFrom('alerts').selectAll().executeTakeFirst();
  expect(alert).toMatchObject({ code: 'SIGNING_KEY_REVOKED', site: 'S1', booth: 'booth-E1', project: null });
  // The hall knows the seat, and not who sits there.
  const events = await rooms.hub.store
    .selectFrom('ledger')
    .select('payload')
    .where('type', '=', 'signature.refused')
    .execute();
  expect(events).toHaveLength(1);
  expect(JSON.stringify([alert, events])).not.toContain('专家E1');
});

test('with another key, entered in the pool, the expert goes on, and the report is sealed', async () => {
  await panel.giveKey('E1');
  expect((await signSheet('E1')).refusal?.code).toBe('SIGNER_OTHER');
  await panel.enterKeys();
  for (const expert of experts) expect(await signSheet(expert)).toEqual({ refusal: null });
  await toldLate();
  const { reportDigest } = await panel.viewOf('E1');
  await panel.all((expert) => ({
    kind: 'consent',
    statement: panel.signed(expert, 'consent', { reportDigest, position: 'agree' }),
  }));
  const problems: unknown[] = [];
  const sealing = startSealing({ ...rooms.hub, render: renderReport }, (error) => problems.push(error));
  await sealing.idle();
  await sealing.stop();
  expect(problems).toEqual([]);
  await writeEvidence(rooms.hub, 'P-1', join(folder, 'evidence'));
});

/** Lists that are published after the signatures, of revocations before them. */
async function toldLate() {
  const since = new Date(Date.now() - 3_600_000);
  revoking.revoke(panel.signerOf('E3').certificate, since);
  const first = await Revocation.open(revoking.list(), [authority.certificate]);
  revoking.revoke(panel.signerOf('E2').certificate, since);
  const second = await Revocation.open(revoking.list(), [authority.certificate]);
  revoking.release();
  const { hub } = rooms;
  for (const revocation of [first, first, second, second]) await findLate({ ...hub, revocation });
  const raised = await hub.store
    .selectFrom('alerts')
    .selectAll()
    .where('code', '=', 'SIGNED_WHILE_REVOKED')
    .orderBy('number')
    .execute();
  expect(raised.map(({ project, values_json }) => [project, JSON.parse(values_json)])).toEqual([
    ['P-1', { aliases: '专家丙' }],
    ['P-1', { aliases: '专家乙' }],
  ]);
}

const verified = (...options: string[]) => {
  const asked = ['hub/src/cli/kawei.ts', 'verify', join(folder, 'evidence'), '--json', ...options];
  const { stdout } = spawnSync(process.execPath, asked, { encoding: 'utf8' });
  const { checks } = JSON.parse(stdout) as {
    checks: { holds: boolean; place: string; text: { en: string } }[];
  };
  return checks;
};
const failing = (...options: string[]) =>
  verified(...options)
    .filter(({ holds, place }) => !holds && !/^(certificate|ledger|draws|project|result)/.test(place))
    .map(({ place, text }) => `${place} ${text.en}`);

test('the files alone say that what was signed before the revocation stands', () => {
  expect(failing()).toEqual([]);
  const about = verified().filter(
    ({ text }) => text.en === 'no certificate was revoked when this was signed',
  );
  expect(about.map(({ place }) => place).sort()).toEqual(
    ['consents', 'pledges', 'sheets'].flatMap((name) => experts.map((expert) => `${name}/${expert}.json`)),
  );
});

test('lists that are brought along name what was signed after the revocation, and that alone', () => {
  revoking.revoke(panel.signerOf('E2').certificate, new Date(Date.now() + 3_600_000));
  expect(failing('--crl', revoking.list())).toEqual([]);
  revoking.revoke(panel.signerOf('E3').certificate, new Date(Date.now() - 3_600_000));
  const named = failing('--crl', revoking.list());
  expect(named).toEqual(
    ['sheets', 'pledges', 'consents'].map(
      (name) => `${name}/E3.json no certificate was revoked when this was signed`,
    ),
  );
  const stranger = CrlAuthority.root(join(folder, 'stranger'), 'RSA', 'Experts CA');
  expect(failing('--crl', stranger.list()).join()).toContain('is signed by a trusted authority');
});

// A check reads a SQLite file; one of PostgreSQL is copied into such a file first, which is tried elsewhere.
test.skipIf(onPostgres)('the lists kept at the seal are checked with all data', async () => {
  const [list = ''] = readdirSync(join(rooms.data, 'reports')).filter((name) => name.startsWith('crl-'));
  const file = join(rooms.data, 'reports', list);
  const whole = readFileSync(file);
  const holds = async () => {
    const { store, logKey } = rooms.hub;
    const parts = {
      db: store,
      rooms: allRooms,
      migrations,
      data: rooms.data,
      verifierKey: logKey.verifierKey,
    };
    const checks = await checkEverything({ ...parts, anchors: [] });
    return checks.find(({ text }) => text.en.startsWith('every sealed report'))?.holds;
  };
  expect(await holds()).toBe(true);
  writeFileSync(file, whole.subarray(1));
  expect(await holds()).toBe(false);
  writeFileSync(file, whole);
});

test('openssl alone says the same, as docs/verify.md has it', () => {
  const blocks = [...readFileSync('docs/verify.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  );
  const [first = ''] = blocks;
  const own = blocks.find((text) => text.includes('crl.pem')) ?? '';
  const copy = join(folder, 'by-hand');
  cpSync(join(folder, 'evidence'), copy, { recursive: true });
  const followed = () => {
    const env = {
      ...process.env,
      PATH: [dirname(pathOf('OPENSSL')), dirname(pathOf('JQ')), process.env.PATH].join(':'),
    };
    return spawnSync('bash', ['-c', `${first}\n${own}`], { cwd: copy, env, encoding: 'utf8' });
  };
  const { status, stdout, stderr } = followed();
  expect(stderr + stdout).toContain('no certificate was revoked when its sheet was signed');
  expect(status).toBe(0);
  // With a list that revokes E2 before its sheet, recorded as it were, the sheet does not pass; after it, it does.
  const withList = (at: Date) => {
    revoking.release();
    revoking.revoke(panel.signerOf('E2').certificate, at);
    const list = readFileSync(revoking.list());
    writeFileSync(join(copy, 'crl.pem'), list);
    const entries = [{ payload: { crl: sha256Hex(list) } }];
    writeFileSync(join(copy, 'certificate.json'), JSON.stringify({ entries }));
    for (const name of ['lists.text', 'list-00']) rmSync(join(copy, name), { force: true });
    return followed().status;
  };
  expect(withList(new Date(Date.now() + 3_600_000))).toBe(0);
  expect(withList(new Date(Date.now() - 3_600_000))).toBe(1);
});

test('lists that the ledger has not recorded, or that are gone, do not hold', () => {
  const file = join(folder, 'evidence', 'crl.pem');
  const whole = readFileSync(file);
  writeFileSync(file, readFileSync(revoking.list()));
  expect(failing()).toEqual(['crl.pem this is what the ledger has recorded']);
  rmSync(file);
  expect(failing()).toEqual(['crl.pem this is what the ledger has recorded']);
  writeFileSync(file, whole);
  expect(failing()).toEqual([]);
});
