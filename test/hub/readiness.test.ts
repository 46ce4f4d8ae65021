/** Readiness reports: from an enrolled terminal's key to the hall's list, the ledger, the print and `kawei verify`. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MutualTls } from '#booth/identity/mutual-tls.ts';
import { startBooth } from '#booth/shell/headless.ts';
import type { SignedReadiness } from '#shared/protocol/readiness.ts';
import type { ReadinessRow } from '#shared/protocol/readiness-views.ts';
import type { RecordRow } from '#shared/protocol/views.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { readinessDigest } from '#shared/venues/readiness.ts';
import { verifyFiles } from '#shared/verification/files.ts';
import { terminal } from '#test/rehearsal/terminal.ts';
import { TlsCentre } from '#test/rehearsal/tls-centre.ts';
import { type SimulatedDevices, simulatedDevices } from '#test/simulators/devices.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../hub/src/cli/kawei.ts', import.meta.url));
let world: TlsCentre;
beforeAll(async () => {
  world = await TlsCentre.open();
});
afterAll(() => world.close());

const rowOf = async (booth: string): Promise<ReadinessRow | undefined> => {
  const rows = await (await world.centre.as('supervisor')).get<ReadinessRow[]>('/api/readiness');
  return rows.find((row) => row.booth === booth);
};
const codesOf = async (booth: string) => (await rowOf(booth))?.faults.map(({ code }) => code);
const fileOf = async (booth: string) =>
  (await world.centre.as('supervisor')).get<SignedReadiness>(`/api/booths/${booth}/readiness/file`);

async function start(booth: string, devices: SimulatedDevices) {
  const home = world.home(booth);
  const settings = { booth, token: '', hub: world.hub, data: home, port: 0 };
  const identity = new MutualTls(home, world.hub);
  return startBooth({ settings, devices, identity, retry: [50, 100] });
}

/** `kawei …` with the booth's data; what it has printed, also where it ends with 1. */
async function kawei(data: string, ...words: string[]): Promise<string> {
  const env = { ...process.env, KAWEI_BOOTH_DATA: data };
  const ended = run(process.execPath, [program, ...words], { env });
  return ended.then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
  );
}

it('a terminal reports before its day; the hub checks the signature, records it once, and tells the hall', async () => {
  const booth = world.booth(0);
  await world.enrolled(booth);
  expect(await codesOf(booth)).toEqual(['BOOTH_SILENT', 'REPORT_MISSING']);
  const devices = simulatedDevices(booth);
  devices.fingerprint.read = async () => terminal;
  const running = await start(booth, devices);
  await expect.poll(() => codesOf(booth)).toEqual([]);
  expect(await rowOf(booth)).toMatchObject({ ready: true, report: { signed: true } });
  await running.close();

  // The same day, the same machine, started again: another report, since another second; what is wrong is told.
  devices.screens.set(2);
  const again = await start(booth, devices);
  await expect.poll(() => codesOf(booth)).toContain('SCREENS_SEVERAL');
  expect((await rowOf(booth))?.ready).toBe(false);
  const signed = await fileOf(booth);
  const { report } = (await rowOf(booth)) ?? {};
  expect(report?.digest).toBe(readinessDigest(signed));
  const record = await (await world.centre.as('auditadmin')).get<RecordRow[]>('/api/record?limit=500');
  const recorded = record.filter(({ type }) => type === 'booth.readiness-reported');
  expect(recorded.map(({ subject }) => subject)).toEqual([`booth/${booth}`, `booth/${booth}`]);
  await again.close();
});

it('is printed at the terminal, and verified from its file alone', async () => {
  const booth = world.booth(0);
  const home = world.home(booth);
  const printed = await kawei(home, 'booth', 'report');
  const signed = await fileOf(booth);
  expect(printed).toContain(readinessDigest(signed));
  expect(printed).toMatch(/NOT READY[\s\S]*SCREENS_SEVERAL[\s\S]*█/);
  expect(JSON.parse(await kawei(home, 'booth', 'report', '--json'))).toEqual(signed);
  const pdf = join(world.folder, 'report.pdf');
  await kawei(home, 'booth', 'report', '--pdf', pdf);
  expect((await run('pdftotext', [pdf, '-'])).stdout.replace(/\s/g, '')).toContain(readinessDigest(signed));
  expect(await kawei(join(home, 'nowhere'), 'booth', 'report')).toContain('READINESS_NONE');

  const [file, ca] = [join(world.folder, 'readiness.json'), join(world.folder, 'booths.crt')];
  writeFileSync(ca, (await world.enrolled(world.booth(1))).ca);
  writeFileSync(file, JSON.stringify(signed));
  expect(await kawei(home, 'verify', file, '--ca', ca)).not.toContain('✗');
  const failed = async (readiness: SignedReadiness, anchors = readCertificates(readFileSync(ca, 'utf8'))) => {
    const folder = { paths: ['r.json'], read: () => new TextEncoder().encode(JSON.stringify(readiness)) };
    const checks = await verifyFiles(folder, {
      anchors,
      beside: { anchors: async () => [], key: async () => null },
    });
    return checks.filter(({ holds }) => !holds).map(({ place }) => place);
  };
  const changed = { ...signed, report: signed.report.replace('"screens":2', '"screens":1') };
  expect(changed.report).not.toBe(signed.report);
  expect(await failed(signed)).toEqual([]);
  expect(await failed(changed)).toEqual(['signed', 'signed.certificate']);
  expect(await failed({ ...signed, signed: null })).toEqual(['signed', 'signed.certificate']);
  expect(await failed({ ...signed, report: `${signed.report} ` })).toEqual(['report']);
  expect(await failed(signed, [])).toEqual(['signed.certificate']);
});

it('what another terminal has signed, or nobody, is not believed', async () => {
  const [booth, other] = [world.booth(2), world.booth(0)];
  await world.enrolled(booth);
  const told = await fileOf(other);
  for (const [readiness, code] of [
    [told, 'READINESS_SIGNATURE'],
    [{ ...told, signed: null }, 'READINESS_UNSIGNED'],
  ] as const) {
    const line = await world.greet(booth);
    await line.got('view');
    line.send({ type: 'readiness', readiness });
    expect((await line.got('refused')).refusal.code).toBe(code);
  }
  expect((await rowOf(booth))?.report).toBeNull();
});
