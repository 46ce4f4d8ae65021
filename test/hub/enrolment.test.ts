/** Booths enrol: one-time codes, what the terminal keeps, renewal, the administrator's commands; through real TLS. */
import { execFile, execFileSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyPort } from '#booth/devices/ports.ts';
import { withoutDisplay, withoutLockdown } from '#booth/devices/without.ts';
import { enrol } from '#booth/identity/enrol.ts';
import { readIdentity } from '#booth/identity/file.ts';
import { MutualTls } from '#booth/identity/mutual-tls.ts';
import { startBooth } from '#booth/shell/headless.ts';
import { refusals } from '#shared/catalogue/refusals/index.ts';
import type { EnrolmentCodeView, EnrolmentsView } from '#shared/protocol/enrolment-views.ts';
import type { AlertView, VenueView } from '#shared/protocol/views.ts';
import { terminal } from '#test/rehearsal/terminal.ts';
import { type RefusalCode, TlsCentre } from '#test/rehearsal/tls-centre.ts';
import { SimulatedPage } from '#test/simulators/booth-page/page.ts';
import { SimulatedInspection } from '#test/simulators/inspection/inspection.ts';
import { SimulatedScreens } from '#test/simulators/screens/screens.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));
const DAY = 86_400_000;
let world: TlsCentre;
beforeAll(async () => {
  world = await TlsCentre.open();
});
afterAll(() => world.close());

const says = (code: RefusalCode) => expect.stringContaining(refusals[code].zh);
const refused = (code: RefusalCode) => expect.objectContaining({ code });
const openssl = (...words: string[]) => {
  try {
    return execFileSync('openssl', words, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stderr: string }).stderr);
  }
};

it('a terminal enrols by its code, keeps its key for its own user, and comes by its certificate alone', async () => {
  const tls = await world.enrolled(world.booth(0));
  expect(statSync(join(world.home(world.booth(0)), 'identity.pem')).mode & 0o777).toBe(0o600);
  const line = await world.greet(world.booth(0));
  await line.got('view');
  const { lines, booths } = await (await world.centre.as('sysadmin')).get<EnrolmentsView>('/api/enrolments');
  expect(lines).toBe('tls');
  expect(booths).toContainEqual(expect.objectContaining({ booth: world.booth(0), state: 'valid' }));
  line.close();
  const [cert, ca] = ['cert.pem', 'ca.pem'].map((name) => join(world.folder, name)) as [string, string];
  writeFileSync(cert, tls.cert);
  writeFileSync(ca, tls.ca);
  expect(openssl('verify', '-purpose', 'sslclient', '-CAfile', ca, cert)).toContain('OK');
  expect(openssl('verify', '-purpose', 'sslserver', '-CAfile', ca, cert)).toContain('unsuitable');
});

it('a code is used once, by one key, which may repeat it; another machine with it is refused and told to the hall', async () => {
  const { code } = await world.offer(world.booth(3));
  await world.enrol(code, 'first');
  await expect(world.enrol(code, 'second')).rejects.toEqual(refused('ENROLMENT_CODE_USED'));
  // The same key again, as after an answer that was lost.
  const { key, certificate } = readIdentity(world.home('first'), world.hub);
  writeFileSync(join(world.home('first'), 'enrolling.key'), key);
  await world.enrol(code, 'first');
  expect(readIdentity(world.home('first'), world.hub).certificate).toBe(certificate);
  const alerts = await (await world.centre.as('supervisor')).get<AlertView[]>('/api/alerts');
  expect(alerts.filter((one) => one.code === 'ENROLMENT_REFUSED').map(({ text }) => text.zh)).toEqual([
    says('ENROLMENT_CODE_USED'),
  ]);
});

it('a wrong code, one too old and one replaced are refused', async () => {
  const [old, next] = [await world.offer(world.booth(4)), await world.offer(world.booth(4))];
  await expect(world.enrol(old.code, 'wrong')).rejects.toEqual(refused('ENROLMENT_CODE_WRONG'));
  const mistyped = `${next.code.startsWith('1') ? '2' : '1'}${next.code.slice(1)}`;
  await expect(world.enrol(mistyped, 'wrong')).rejects.toEqual(refused('ENROLMENT_CODE_MISTYPED'));
  const tooLate = () => world.enrol(next.code, 'wrong');
  await expect(world.at(600_001, tooLate)).rejects.toEqual(refused('ENROLMENT_CODE_EXPIRED'));
});

it('the agent renews its certificate before it ends, and says in words when another hub answers', async () => {
  await world.at(-70 * DAY, () => world.enrolled(world.booth(5))); // of 90 days two thirds are over
  const before = readIdentity(world.home(world.booth(5)), world.hub).certificate;
  const settings = {
    booth: world.booth(5),
    token: '',
    hub: world.hub,
    data: world.home(world.booth(5)),
    port: 0,
  };
  const watch: KeyPort['watch'] = (tell) => {
    tell({ state: 'absent' });
    return () => {};
  };
  const devices = {
    key: { watch, sign: async () => ({ kind: 'absent' }) as const },
    ...{ fingerprint: { read: async () => terminal }, display: withoutDisplay, lockdown: withoutLockdown },
    screens: new SimulatedScreens(),
    inspection: new SimulatedInspection(),
  };
  const start = async (where: string) => {
    const identity = new MutualTls(settings.data, where);
    const retry = [50, 100] as const;
    const running = await startBooth({ settings: { ...settings, hub: where }, devices, identity, retry });
    return { running, page: await SimulatedPage.open(running.address) };
  };
  const own = await start(world.hub);
  await expect.poll(() => own.page.screen?.line).toBe('online');
  await expect.poll(() => readIdentity(settings.data, world.hub).certificate).not.toBe(before);
  own.page.close();
  await own.running.close();
  const renewed = await world.greet(world.booth(5));
  await renewed.got('view');
  renewed.close();

  const other = await TlsCentre.open();
  try {
    const astray = await start(other.hub);
    await expect.poll(() => astray.page.screen?.refusal?.code).toBe('HUB_CERTIFICATE_OTHER');
    astray.page.close();
    await astray.running.close();
    const { code } = await world.offer(world.booth(4));
    await expect(
      enrol({ hub: other.hub, code, data: world.home('astray'), fingerprint: terminal }),
    ).rejects.toEqual(refused('ENROLMENT_HUB_OTHER'));
  } finally {
    await other.close();
  }
});

it('by the commands alone: a code at the hub’s machine, enrolment and agent at the terminal, revocation', async () => {
  const data = join(world.centre.directory, 'hub');
  const venues = await (await world.centre.as('sysadmin')).get<VenueView[]>('/api/venues');
  const halls = venues.flatMap((site) => site.halls);
  const booth = world.booth(6);
  const hall = halls.find(({ booths }) => booths.some(({ id }) => id === booth))?.id ?? '';
  const environment = {
    ...process.env,
    ...{ KAWEI_BOOTH_DATA: world.home('commands'), KAWEI_HUB: world.hub, KAWEI_BOOTH_PORT: '0' },
  };
  const kawei = (...words: string[]) => run(process.execPath, [program, ...words], { env: environment });
  const admin = (...words: string[]) => kawei('admin', ...words, '--who', '机房', '--data', data);
  await expect(admin('enrol', 'nowhere', booth)).rejects.toThrow('BOOTH_ABSENT');
  await expect(kawei('booth')).rejects.toThrow('BOOTH_NOT_ENROLLED');
  const { code } = JSON.parse((await admin('enrol', hall, booth, '--json')).stdout) as EnrolmentCodeView;
  const enrolment = ['booth', 'enrol', '--code', code, '--hub'];
  await expect(kawei(...enrolment, world.hub.replace('wss', 'ws'))).rejects.toThrow('--hub');
  expect((await kawei(...enrolment, world.hub)).stderr).toContain(booth);
  const agent = execFile(process.execPath, [program, 'booth'], { env: environment });
  try {
    let said = '';
    agent.stderr?.on('data', (text: string) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 30_000 }).toContain('the line to the hub is open');
    await admin('revoke', booth, '--reason', '停用');
    await expect.poll(() => said, { timeout: 30_000 }).toContain('BOOTH_CERTIFICATE_REVOKED');
  } finally {
    agent.kill('SIGKILL');
  }
});

it('tries are limited', async () => {
  const { code } = await world.offer(world.booth(4));
  await world.offer(world.booth(4));
  // 60 a minute: of two minutes' worth one minute has too many, wherever its end falls.
  const tries = await Promise.allSettled(Array.from({ length: 121 }, () => world.enrol(code, 'wrong')));
  expect(JSON.stringify(tries)).toContain('TOO_MANY_REQUESTS');
});
