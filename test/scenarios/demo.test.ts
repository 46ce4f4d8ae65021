/** The demo as a newcomer runs it: one command, a whole evaluation, the evidence left behind, nothing else. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import type { Certificate } from '#shared/ledger/certificate.ts';
import { tlogProofText } from '#shared/ledger/tlog-proof.ts';
import type { Check } from '#shared/verification/check.ts';
import { readInput } from '#test/demo/evaluation-input.ts';
import { buildPages, desktopOf, openBrowser, picture } from '#test/pages/staff-stubs.ts';
import { pathOf } from '#test/programs.ts';
import { startAuthorityProcess } from '#test/simulators/time-authority/process.ts';
import { type Flip, loadFolder, passesWith, spreadFlips } from './bit-flips.ts';

const directory = mkdtempSync(join(tmpdir(), 'kawei-demo-test-'));
/** The centre of the first demo has its certificates time-stamped by another authority, which is OpenSSL. */
let authority: Awaited<ReturnType<typeof startAuthorityProcess>>;

beforeAll(async () => {
  authority = await startAuthorityProcess(join(directory, 'authority'));
});
afterAll(() => {
  authority?.end();
  rmSync(directory, { recursive: true, force: true });
});

/** What the first demo leaves behind, for those after it. */
const evidence = join(directory, 'evidence');

const kawei = (...args: string[]) => kaweiWith({}, ...args);

function kaweiWith(environment: Record<string, string>, ...args: string[]) {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['hub/src/cli/kawei.ts', ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
    env: { ...process.env, ...environment },
  });
  return { status, said: stderr, stdout };
}

const demo = (...options: string[]) => kawei('demo', '--once', ...options);

describe('kawei demo', () => {
  it('carries the shipped evaluation to its end through a wrong person and a killed hub', () => {
    const out = evidence;
    const { status, said, stdout } = kaweiWith(authority.settings, 'demo', '--once', '--out', out);
    expect([status, stdout]).toEqual([0, '']);
    expect(said).toContain('ADMISSION_WRONG_SEAT');
    const { main } = readInput({});
    const marks = main.bidders.length * main.items.length * 7;
    expect(said).toContain(`${marks}/${marks}`);
    expect(said).toContain('修正 2 处'); // one mark, flagged by the percent rule and by history
    expect(readdirSync(join(out, 'sheets')).filter((name) => name.endsWith('.json'))).toHaveLength(7);
    const others = ['certificate.json', 'ledger/checkpoint', 'ledger/key', 'ledger/tile/0'];
    expect(said).toContain('见证书已签发');
    for (const name of ['project.json', 'ca.pem', 'result.json', 'report.pdf', ...others])
      expect(existsSync(join(out, name))).toBe(true);
  });

  it('takes marks of its own, down to the last thousandth', () => {
    const rows = ['project,expert,bidder,item,max,kind,score'];
    for (let expert = 0; expert < 5; expert++) {
      for (let bidder = 0; bidder < 4; bidder++) {
        rows.push(
          `OWN-1,R${expert},E${bidder},I1,30,subjective,${18 + bidder}.${expert}25`,
          `OWN-1,R${expert},E${bidder},I2,70,objective,${50 - bidder}`,
        );
      }
    }
    const marks = join(directory, 'marks.csv');
    writeFileSync(marks, rows.join('\n'));
    const out = join(directory, 'own');
    expect(demo('--marks', marks, '--out', out).status).toBe(0);
    expect(kawei('verify', out).status).toBe(0); // stamped by the hub itself
    const result = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as {
      bidders: { id: string; total: number; rank: number }[];
    };
    // The middle three of 18.025 … 18.425 and of 21.025 … 21.425, and 50 or 47.
    expect(result.bidders.map(({ id, total, rank }) => [id, total, rank])).toEqual([
      ['E0', 68_225, 1],
      ['E1', 68_225, 1],
      ['E2', 68_225, 1],
      ['E3', 68_225, 1],
    ]);
  });

  it('refuses what it cannot use and leaves nothing behind', () => {
    const bad = join(directory, 'bad.csv');
    writeFileSync(bad, 'project,expert,bidder,item,max,kind,score\nP,E,B,I,10,subjective,11\n');
    const out = join(directory, 'never');
    const { status, said } = demo('--marks', bad, '--out', out);
    expect(status).toBe(1);
    expect(said).toContain('MARKS_INVALID');
    expect(said).toContain('line 2, score');
    expect(existsSync(out)).toBe(false);
    expect(demo('--port', '70000').status).toBe(2);
  });
});

/** A copy of the evidence in which one file is another. */
const spoilt = (path: string, change: (text: string) => string) => {
  const copy = mkdtempSync(join(directory, 'spoilt-'));
  cpSync(evidence, copy, { recursive: true });
  writeFileSync(join(copy, path), change(readFileSync(join(copy, path), 'latin1')), 'latin1');
  return copy;
};

describe('kawei verify', () => {
  const verified = (...args: string[]) => {
    const { status, said, stdout } = kawei('verify', ...args, '--json');
    return { status, said, ...(JSON.parse(stdout) as { holds: boolean; checks: Check[] }) };
  };
  it('finds every check to hold in what the demo leaves, as a whole and in its parts', () => {
    const whole = verified(evidence);
    expect([whole.status, whole.holds]).toEqual([0, true]);
    const places = whole.checks.map(({ place }) => place ?? '');
    for (const part of ['project.json', 'certificate.json', 'ledger/tile', 'sheets/', 'pledges/', 'draws/'])
      expect(places.some((place) => place.startsWith(part))).toBe(true);
    for (const path of ['ledger', 'certificate.json']) {
      const { status, holds, checks } = verified(join(evidence, path));
      expect([path, status, holds]).toEqual([path, 0, true]);
      expect(checks.length).toBeGreaterThan(1);
    }
    const told = kawei('verify', evidence);
    expect(told.status).toBe(0);
    expect(told.stdout.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(whole.checks.length);
  });

  it('trusts no certificate but those it is given: the root of the authority that has stamped it is enough', () => {
    const foreign = join(directory, 'foreign.pem');
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=Somebody'];
    execFileSync(pathOf('OPENSSL'), ['req', '-x509', ...key, '-out', foreign], { stdio: 'pipe' });
    const certificate = join(evidence, 'certificate.json');
    expect(verified(certificate, '--ca', authority.settings.KAWEI_TSA_CA)).toMatchObject({ holds: true });
    const { status, checks } = verified(certificate, '--ca', foreign);
    expect(status).toBe(1);
    expect(checks.filter(({ holds }) => !holds)).toHaveLength(1);
  });

  it.each([
    ['ledger/tile/0/', 'a tile', 'ledger/'],
    ['ledger/checkpoint', 'a checkpoint', 'ledger/'],
    ['certificate.json', 'a certificate', 'certificate.json'],
    ['draws/', 'a transcript', 'draws/'],
    ['report.pdf', 'a report', 'report.pdf'],
  ])('names %s, corrupted, as the first thing that does not hold, and ends 1', (prefix, _what, named) => {
    const path = [...loadFolder(evidence).keys()].find((one) => one.startsWith(prefix)) ?? prefix;
    const half = (text: string) => text.length >> 1;
    const turned = (text: string) =>
      text.slice(0, half(text)) + (text[half(text)] === '0' ? '1' : '0') + text.slice(half(text) + 1);
    const { status, said } = kawei('verify', spoilt(path, turned));
    expect(status).toBe(1);
    expect(said).toContain('NOT_VERIFIED');
    expect(said).toContain(named);
  });

  it('counts the cosignatures of the witnesses the reader trusts, and says when none was named', () => {
    const { witnesses: [one = '', two = ''] = [] } = JSON.parse(
      readFileSync(join(evidence, 'certificate.json'), 'utf8'),
    ) as Certificate;
    const stranger = 'w.invalid+4d5512c2+BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g';
    const key = Buffer.from([4, ...Array.from({ length: 32 }, (_, n) => n + 1)]);
    const id = createHash('sha256')
      .update(Buffer.concat([Buffer.from('w.invalid\n'), key]))
      .digest('hex');
    expect(stranger).toBe(`w.invalid+${id.slice(0, 8)}+${key.toString('base64')}`);
    for (const what of ['', 'ledger', 'certificate.json']) {
      const path = join(evidence, what);
      expect(verified(path, '--witness', one, two)).toMatchObject({ status: 0, holds: true });
      expect(verified(path, '--witness', one, stranger, '--quorum', '1')).toMatchObject({ status: 0 });
      expect(verified(path, '--witness', one, stranger)).toMatchObject({ status: 1, holds: false });
      expect(verified(path, '--witness', one, one)).toMatchObject({ status: 1, holds: false });
    }
    expect(kawei('verify', join(evidence, 'ledger')).said).toContain('No --witness key was given');
    expect(kawei('verify', evidence, '--quorum', '2').status).toBe(2);
  });

  it('checks the proof of one entry with the key of its ledger, and asks for it where it is missing', () => {
    const { entries, checkpoint } = JSON.parse(
      readFileSync(join(evidence, 'certificate.json'), 'utf8'),
    ) as Certificate;
    const [entry] = entries;
    if (!entry) throw new Error('no entries');
    const leaf = bytesOfBase64(entry.leaf);
    const text = tlogProofText({
      index: entry.index,
      leaf,
      proof: entry.proof.map(bytesOfBase64),
      checkpoint,
    });
    const file = join(directory, 'one.tlog-proof');
    writeFileSync(file, text);
    expect(kawei('verify', file).said).toContain('LEDGER_KEY_NEEDED');
    const key = ['--key', join(evidence, 'ledger/key')];
    expect(verified(file, ...key)).toMatchObject({ status: 0, holds: true });
    writeFileSync(file, text.replace('index ', 'index 1'));
    expect(verified(file, ...key)).toMatchObject({ status: 1, holds: false });
  });

  it('refuses what is nothing of ours, and an unreadable file', () => {
    expect(kawei('verify', join(directory, 'nowhere'))).toMatchObject({
      status: 1,
      said: expect.stringContaining('FILE_UNREADABLE'),
    });
    const empty = mkdtempSync(join(directory, 'empty-'));
    expect(kawei('verify', empty).said).toContain('NOTHING_TO_VERIFY');
    expect(kawei('verify').status).toBe(2);
  });

  it('finds each of many single bits that were flipped, in whichever file', async () => {
    const files = loadFolder(evidence);
    const missed: Flip[] = [];
    for (const flip of spreadFlips(files, files.size, 20261124))
      if (await passesWith(files, flip)) missed.push(flip);
    expect(missed).toEqual([]);
  });
});

describe('the page /verify', () => {
  let running: RunningHub;
  let browser: Browser;
  let page: Page;
  const sent: string[] = [];

  beforeAll(async () => {
    const data = join(directory, 'hub');
    buildPages();
    running = await startHub(readSettings({ KAWEI_DATA: data, KAWEI_PORT: '0' }));
    browser = await openBrowser();
    const desktop = await desktopOf(browser);
    page = await desktop.open(`${running.address}/verify`);
    page.on('request', (request) => {
      if (request.method() !== 'GET' || request.postData()) sent.push(`${request.method()} ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser.close();
    await running.close();
  });

  const outcome = () => page.getByTestId('outcome');
  async function choose(files: string | string[], folder = false): Promise<string | null> {
    await page.reload();
    const input = folder ? page.getByTestId('folder') : page.locator('.ant-upload input[type=file]');
    await input.setInputFiles(files);
    await outcome().waitFor({ timeout: 60_000 });
    return outcome().getAttribute('data-holds');
  }

  it('finds a whole evidence folder to hold, in plain words', async () => {
    await picture(page, 'verify-empty');
    expect(await choose(evidence, true)).toBe('true');
    expect(await page.getByText('核验通过').count()).toBe(1);
    expect(await page.getByText('账本公钥不是本中心公布的').count()).toBe(1); // it is the demo's
    await picture(page, 'verify-holds');
  });

  it('checks a certificate by itself, with the root certificate chosen along', async () => {
    const certificate = join(evidence, 'certificate.json');
    expect(await choose([certificate, join(evidence, 'ca.pem'), join(evidence, 'ledger/key')])).toBe('true');
    // This centre did not issue it: by what it publishes, neither key nor time-stamp hold.
    expect(await choose(certificate)).toBe('false');
    await page.getByTestId('language').click();
    expect(await page.getByText('Not verified').count()).toBe(1);
    await page.getByTestId('language').click();
  });

  it('opens the ZIP that the supervisor downloads', async () => {
    const files = [...loadFolder(evidence)].map(([path, bytes]) => [`P/${path}`, bytes] as const);
    const zip = join(directory, 'evidence.zip');
    writeFileSync(zip, zipSync(Object.fromEntries(files)));
    expect(await choose(zip)).toBe('true');
  });

  it('names the sheet in which one mark was changed', async () => {
    const sheet = [...loadFolder(evidence).keys()].find((path) => /^sheets\/[^/]+\.json$/.test(path)) ?? '';
    expect(
      await choose(
        spoilt(sheet, (text) => text.replace(/:(\d)\d{3}/, ':9000')),
        true,
      ),
    ).toBe('false');
    expect(await page.getByText(sheet).count()).toBeGreaterThan(0);
    await picture(page, 'verify-fails');
  });

  it('says what is nothing to verify, and what is a broken ZIP', async () => {
    const wrong = join(directory, 'photo.zip');
    writeFileSync(wrong, 'no zip at all');
    for (const [file, words] of [
      [wrong, '已损坏'],
      [join(evidence, 'report.pdf'), '不是见证书'],
    ] as const) {
      await page.reload();
      await page.locator('.ant-upload input[type=file]').setInputFiles(file);
      await page.getByTestId('refused').getByText(words).waitFor();
    }
  });

  it('sends nothing of all this anywhere', () => expect(sent).toEqual([]));
});

describe('docs/verify.md', () => {
  const page = readFileSync('docs/verify.md', 'utf8');
  const script = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block).join('\n');
  /** The evidence with a few of the certificate's entries, and the page's commands run in it. */
  const followed = (change: (certificate: Certificate) => void) => {
    const copy = mkdtempSync(join(directory, 'by-hand-'));
    cpSync(evidence, copy, { recursive: true });
    const certificate = JSON.parse(
      readFileSync(join(copy, 'certificate.json'), 'utf8'),
    ) as unknown as Certificate;
    const open = certificate.entries.filter(({ payload }) => payload).slice(0, 4);
    const some = [...certificate.entries.slice(0, 4), ...open, ...certificate.entries.slice(-4)];
    const few = { ...certificate, entries: structuredClone(some) };
    change(few);
    writeFileSync(join(copy, 'certificate.json'), JSON.stringify(few, null, 2));
    const path = `${dirname(pathOf('OPENSSL'))}:${dirname(pathOf('JQ'))}:${process.env.PATH}`;
    const { status, stdout } = spawnSync('bash', ['-c', script], {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
    return { status, stdout };
  };
  const firstOf = ({ entries }: Certificate) => entries.find(({ payload }) => payload) ?? entries[0];

  it('is followed command by command with openssl and sha256sum alone', () => {
    const { status, stdout } = followed(() => {});
    expect(stdout).toContain('Signature Verified Successfully');
    expect(stdout).toMatch(/all 12 entries stand in the ledger/);
    expect(stdout).toMatch(/all \d+ disclosed entries say what was recorded/);
    expect(status).toBe(0);
  });

  it.each<[string, (certificate: Certificate) => void]>([
    ['another leaf', (one) => Object.assign(firstOf(one) ?? {}, { leaf: btoa('{"type":"nothing"}') })],
    ['another payload', (one) => Object.assign(firstOf(one)?.payload ?? {}, { by: 'somebody else' })],
    ['another size', (one) => Object.assign(one, { checkpoint: one.checkpoint.replace(/\n\d/, '\n9') })],
  ])('stops at %s', (_what, change) => {
    expect(followed(change).status).not.toBe(0);
  });
});
