/** Runs in the guest: the FIDO2 adapter and node-hid as shipped on keys of this kernel. A line for each check. */
import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { KeyNow } from '#booth/devices/ports.ts';
import { Fido2Key } from '#booth/devices/usb-key/fido2/key.ts';
import { nodeHid } from '#booth/devices/usb-key/fido2/node-hid.ts';
import { bytesOfHex } from '#shared/canonical/index.ts';
import { RELYING_PARTY } from '#shared/signature/assertion.ts';
import { KnownCertificate } from '#shared/signature/certificates.ts';
import { enrol } from '../devices/fido2-bench.ts';
import { content, prepareSheet, verifySheet } from '../devices/sheet.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { VirtualKey } from '../simulators/fido2/virtual-key.ts';
import { PluggedKey } from './uhid.ts';

const PIN = '123456';

let failed = 0;

/** Says what was found; anything but what was wanted is a failure. */
function check(what: string, found: unknown, wanted: unknown): void {
  const ok = JSON.stringify(found) === JSON.stringify(wanted);
  if (!ok) failed += 1;
  const said = ok ? '' : `: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`;
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${what}${said}\n`);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until<T>(find: () => T | null | Promise<T | null>, seconds = 20): Promise<T | null> {
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(10)) {
    const found = await find();
    if (found !== null) return found;
  }
  return null;
}

const paths = () => nodeHid.list();
const isListed = () => until(async () => (await paths())[0] ?? null);

async function enrolled(authority: Authority, name: string) {
  const key = new VirtualKey(PIN);
  const plugged = new PluggedKey(key, name);
  const path = await isListed();
  check(`${name} is listed by node-hid`, path !== null, true);
  const certificate = await enrol(nodeHid, path ?? '', authority, name, PIN);
  plugged.pullOut();
  check(`${name} is gone again`, await until(async () => ((await paths()).length === 0 ? true : null)), true);
  return { key, certificate };
}

/** An assertion by libfido2's own tool, made and verified, on the key at this path. */
async function fido2Assert(path: string, certificate: Uint8Array): Promise<string> {
  const { facts } = KnownCertificate.read(certificate);
  const hash = createHash('sha256').update('a sheet').digest('base64');
  const credential = Buffer.from(bytesOfHex(facts.credential ?? '')).toString('base64');
  writeFileSync('/tmp/asked', `${hash}\n${RELYING_PARTY}\n${credential}\n`);
  const pem = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' });
  writeFileSync('/tmp/key.pem', pem);
  const run = promisify(execFile);
  try {
    await run('/bin/fido2-assert', ['-G', '-i', '/tmp/asked', '-o', '/tmp/made', path]);
    await run('/bin/fido2-assert', ['-V', '-p', '-i', '/tmp/made', '/tmp/key.pem', 'es256']);
    return 'made and verified';
  } catch (error) {
    return String((error as { stderr?: string }).stderr ?? error);
  }
}

async function main(): Promise<void> {
  const authority = await Authority.create('Experts CA');
  const own = await enrolled(authority, 'own');
  const other = await enrolled(authority, 'other');
  const log: string[] = [];
  let now: KeyNow | null = null;
  const port = new Fido2Key({
    ...{ bus: nodeHid, patience: { silence: 3000, touch: 2000 } },
    certificates: () => [own.certificate, other.certificate],
    log: (line) => log.push(line),
  });
  port.watch((key) => {
    now = key;
  });
  const state = () => now?.state ?? 'unknown';
  const comes = async (wanted: string) => (await until(() => (state() === wanted ? true : null))) !== null;
  const sign = async (pin = PIN) => (await port.sign(content, pin)).kind;
  const signsAgain = () => until(async () => ((await sign()) === 'signed' ? true : null));

  check('nothing is inserted', await comes('absent'), true);
  let plugged = new PluggedKey(own.key, 'own');
  check('insert: the key is known by its certificate', await comes('present'), true);

  const prepared = prepareSheet(own.certificate);
  const answer = await port.sign(prepared.toBeSigned, PIN);
  const cms = prepared.assemble(answer.kind === 'signed' ? answer.signature : new Uint8Array());
  const verified = await verifySheet(cms, authority.certificate).then(
    ({ signer }) => signer.name,
    (error) => error.code,
  );
  check('sign: the hub’s check takes the sheet', verified, 'own');

  check('a wrong PIN', await port.sign(content, '000000'), { kind: 'wrong-pin', triesLeft: 7 });
  own.key.touch = 'refused';
  check('touch refused', await sign(), 'untouched');
  own.key.touch = 'never';
  check('not touched: cancelled in time', await sign(), 'untouched');

  let began = 0;
  own.key.blinks = () =>
    setTimeout(() => {
      began = performance.now();
      plugged.pullOut();
    }, 50);
  check('pulled out half-way', await sign(), 'absent');
  check('then it is missing', await comes('absent'), true);
  check('within a second', performance.now() - began < 1000, true);
  own.key.blinks = () => {};
  own.key.touch = 'given';
  plugged = new PluggedKey(own.key, 'own');
  check('put back', await comes('present'), true);
  check('and it signs', await sign(), 'signed');

  for (const garbage of ['out-of-order', 'no-cbor', 'other-signature', 'silence'] as const) {
    own.key.garbage = garbage;
    check(`garbage, ${garbage}: refused`, await sign(), 'failed');
    own.key.garbage = null;
    check(`garbage, ${garbage}: signs again`, await signsAgain(), true);
  }
  own.key.garbage = 'other-channel';
  check('frames of another channel are passed over', await sign(), 'signed');
  own.key.garbage = null;

  const beside = new PluggedKey(other.key, 'other');
  check('two keys at once', await comes('several'), true);
  check('none of two signs', await sign(), 'absent');
  beside.pullOut();
  check('one of two is left', await comes('present'), true);
  check('and it signs after all', await sign(), 'signed');

  await port.close();
  check('fido2-assert', await fido2Assert((await isListed()) ?? '', own.certificate), 'made and verified');
  plugged.pullOut();
  if (failed > 0) process.stdout.write(`${log.join('\n')}\n`);
  process.exit(failed === 0 ? 0 : 1);
}

await main();
