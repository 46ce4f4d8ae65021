/**
 * A process that keeps a hub's spine as busy as it can, and says on standard output what was answered: to be
 * killed at any moment. `node busy-spine.ts DATABASE RUN [done|refused]`. With the last, it does one act, which
 * is done or refused, and kills itself after the commit and before the answer.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { closeOverdue, commit, countersign, reveal } from '#hub/draws/decide/ceremony.ts';
import { recordResult } from '#hub/draws/decide/result.ts';
import { registerSiteKey } from '#hub/draws/decide/site-keys.ts';
import { findDraw } from '#hub/draws/reads.ts';
import { ResultDesk } from '#hub/draws/results/desk.ts';
import { toMake } from '#hub/draws/results/making.ts';
import { type Actor, type Command, hubActor, plan } from '#hub/ledger/command.ts';
import { Spine } from '#hub/ledger/spine.ts';
import { askForPanel } from '#hub/panels/asking.ts';
import { createUser, openSession, refuseSignIn } from '#hub/people/decide.ts';
import { importList } from '#hub/pool/import.ts';
import { enterProject, freezeProject } from '#hub/projects/decide.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import { admit, leave, reportTrouble } from '#hub/seating/decide/admission.ts';
import { checkIn } from '#hub/seating/decide/check-in.ts';
import { moveExpert, startSeatDraw } from '#hub/seating/decide/seat-draw.ts';
import { readSettings } from '#hub/settings.ts';
import { openStore } from '#hub/store/database.ts';
import { storeRefusal } from '#hub/store/failures.ts';
import { arrive, changePresence, createHall, createSite, registerBooth } from '#hub/venues/decide.ts';
import { WholePool } from '#hub/whole-pool/whole-pool.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import { timesOf } from '#shared/protocol/draws.ts';
import { SiteSigner } from '#test/demo/countersigning.ts';
import { smallProject } from './evaluation.ts';

/** A line of standard output: something that was answered. */
export type Answered =
  | { readonly command: string; readonly code: string | null; readonly size: number }
  | { readonly booth: string; readonly n: number; readonly code: string | null; readonly size: number };

const [file = '', run = '', kill] = process.argv.slice(2);
const store = await openStore(file, migrations);
const now = () => new Date();
const spine = await Spine.open({ store, rooms, now });
const wholePool = new WholePool(store, randomBytes);
const hub = { spine, store, now, random: randomBytes, settings: readSettings({}), wholePool };
const resultDesk = new ResultDesk(() => true);
const agency: Actor = { kind: 'user', id: 'agency' };

/** Written at once: what stands there was answered before the process died. */
const say = (line: Answered) => writeSync(1, `${JSON.stringify(line)}\n`);

function ask<I, S, A>(command: Command<I, S, A>, input: I, actor: Actor = hubActor): Promise<A | null> {
  return answered(command.name, spine.do(plan(command, input), actor));
}

async function answered<A>(command: string, asked: Promise<A>): Promise<A | null> {
  const answer = asked.then(
    (value) => ({ value, code: null }),
    (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return { value: null, code: error.code };
    },
  );
  const { value, code } = await answer;
  say({ command, code, size: spine.size });
  return value;
}

async function act<I, S>(booth: string, n: number, command: Command<I, S, unknown>, input: I): Promise<void> {
  const at = new Date().toISOString();
  const carryOut = () => spine.doAct(plan(command, input), { kind: 'booth', id: booth }, { booth, n, at });
  // As a booth does: what was not acknowledged is sent again.
  const done = await carryOut().catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (!done) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    return act(booth, n, command, input);
  }
  say({ booth, n, code: done.refusal?.code ?? null, size: spine.size });
}

/** Countersignature, commitment and reveal of one party; or, by chance, neither in time. */
async function ceremony(drawId: string, party: string): Promise<void> {
  const own = { party, nonce: randomBytes(32).toString('hex'), salt: randomBytes(32).toString('hex') };
  const inputDigest = (await findDraw(store, drawId))?.inputDigest ?? '';
  const signer = new SiteSigner(party);
  await ask(registerSiteKey, { site: party, ...signer.registration('服务台') });
  await ask(countersign, { drawId, site: party, ...signer.countersignature({ drawId, inputDigest }) });
  await ask(commit, { drawId, party, commitment: commitmentOf(drawId, inputDigest, own) });
  await Promise.all([ask(closeOverdue, { drawId }), ask(reveal, { drawId, ...own })]);
  const draw = await toMake(store, drawId);
  if (draw) await ask(recordResult, { drawId, made: await resultDesk.make(draw) });
}

function idNumber(place: number): string {
  const body = `320102196001${String(1 + (place % 28)).padStart(2, '0')}${String(place % 1000).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}

function expertsAt(site: string) {
  return Array.from({ length: 7 }, (_, n) => ({
    id: `${site}-E${n}`,
    name: `专家${n}`,
    idNumber: idNumber(n),
    badge: `${site}-${n}`.replaceAll('.', '-'),
    categories: ['A'],
    site,
    employer: `单位${n}`,
    keyFingerprint: sha256Hex(`${site}${n}`),
  }));
}

const jsonOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const wrongAdmission = (booth: string) => ({
  booth,
  challenge: 'x',
  statement: {
    format: 'kawei/admission@1',
    booth,
    badge: 'NOBODY',
    slip: '1',
    challenge: 'x',
    signedAt: '',
  } as const,
  signer: { fingerprint: '' },
  slipDigestOf: () => '',
});

async function day(name: string): Promise<void> {
  const site = name;
  const hall = `${name}H`;
  await Promise.all([
    ask(createSite, { id: site, name: site, city: '江州市' }),
    ask(createSite, { id: site, name: site, city: '江州市' }),
    ask(createHall, { id: hall, site, name: hall, rows: 4, columns: 6 }),
    ask(refuseSignIn, { user: 'agency', address: '127.0.0.1', count: 1 }),
    ask(createUser, { user: `u-${name}`, name, role: 'hall', site, password: 'scrypt$' }),
  ]);
  const booths = Array.from({ length: 24 }, (_, n) => {
    const seat = `${hall}-0${1 + Math.trunc(n / 6)}0${1 + (n % 6)}`;
    return { id: `T-${seat}`, seat, hall, token: sha256Hex(seat) };
  });
  await Promise.all(booths.map((booth) => ask(registerBooth, booth)));
  const fingerprint = [{ part: 'mac' as const, value: name }];
  const experts = expertsAt(site);
  const project = { ...smallProject(), id: `P-${name}` };
  const document = { ...project, panel: { ...project.panel, sites: [{ id: site, min: 5, max: 5 }] } };
  await Promise.all([
    ...booths.slice(0, 4).map(({ id: booth }) => ask(arrive, { booth, fingerprint })),
    answered('import-pool', importList(hub, { list: jsonOf({ experts }), from: 'request' }, hubActor)),
    ask(enterProject, { document }, agency),
    ask(freezeProject, { project: project.id }, agency),
    ask(openSession, { user: `u-${name}`, session: sha256Hex(name), address: '', checked: 'scrypt$' }),
  ]);
  const acts = booths.slice(0, 3).map(async ({ id }, place) => {
    for (let n = 1; n <= 8; n++) {
      if (n % 4 === 3) await act(id, n, leave, { booth: id });
      else if (n % 4 === 0) await act(id, n, admit, wrongAdmission(id));
      else await act(id, n, reportTrouble, { booth: id, what: place ? 'help' : 'key-removed' });
    }
  });
  const drawn = await answered(
    'request-panel',
    askForPanel(hub, { project: project.id, excluded: [] }, agency),
  );
  if (drawn) await ceremony(drawn.drawId, site);
  await Promise.all(
    experts.map(({ badge, idNumber }) =>
      ask(checkIn, {
        ...{ scan: sha256Hex(`${name} ${badge}`), badge, site, readAt: null },
        idNumberIs: (known) => known === idNumber,
      }),
    ),
  );
  const seated = await ask(startSeatDraw, { halls: [hall], site, times: timesOf(60) });
  if (seated) await ceremony(seated.drawId, site);
  const moves = booths.map(({ seat }) => ask(moveExpert, { seat, reason: '故障', site, times: timesOf(60) }));
  await Promise.all([...acts, ...moves]);
  await ask(changePresence, { booth: booths[0]?.id ?? '', presence: 'missing' });
}

if (kill) {
  await ask(createSite, { id: run, name: run, city: '江州市' });
  await ask(createHall, { id: `${run}H`, site: run, name: run, rows: 1, columns: 1 });
  await ask(registerBooth, { id: run, hall: `${run}H`, seat: `${run}H-0101`, token: sha256Hex(run) });
  spine.onCommitted(() => process.kill(process.pid, 'SIGKILL'));
  if (kill === 'done') await act(run, 1, reportTrouble, { booth: run, what: 'help' });
  else await act(run, 1, admit, wrongAdmission(run));
} else {
  for (let n = 0; ; n++) {
    await day(`${run}-${n}`).catch((error: unknown) => {
      // Reading fails by itself where the server is gone; the next day begins when it is back.
      if (storeRefusal(error)?.code !== 'STORE_UNREACHABLE') throw error;
    });
  }
}
