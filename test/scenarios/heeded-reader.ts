/** What the command `kawei verify` is told by its reader, and shows them, of the evidence of a real evaluation. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { KnownCertificate, pemOf, readCertificates } from '#shared/signature/certificates.ts';
import { HUB_ROOT } from '#shared/signature/hub-root.ts';
import { Authority } from '#test/simulators/authority/authority.ts';

function verify(...args: string[]) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['hub/src/cli/kawei.ts', 'verify', ...args],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 24,
    },
  );
  return { status, said: stderr, stdout };
}
const verified = (...args: string[]) => {
  const { status, stdout } = verify(...args, '--json');
  return { status, ...(JSON.parse(stdout) as { holds: boolean; kind: string }) };
};

/** Tests on the folder where `evidence` says that it lies by then. */
export function heedsItsReader(evidence: () => string): void {
  const directory = () => dirname(evidence());

  it('goes by what the reader trusts before what lies in the folder', async () => {
    const own = ['--ca', join(evidence(), 'ca.pem'), '--key', join(evidence(), 'ledger/key')];
    expect(verified(evidence(), ...own)).toMatchObject({ status: 0, holds: true, kind: 'evidence' });
    const foreign = join(directory(), 'foreign.pem');
    writeFileSync(foreign, pemOf((await Authority.create('Somebody')).certificate));
    expect(verified(evidence(), '--ca', foreign)).toMatchObject({ status: 1, holds: false });
    const none = join(directory(), 'none.pem');
    writeFileSync(none, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(verify(evidence(), '--ca', none).said).toContain('ANCHORS_INVALID');
    // Whoever the reader says may vouch for experts does, and nobody else; time-stamps go by the rest.
    const authority = join(directory(), 'experts.pem');
    const isNotHubs = (der: Uint8Array) => KnownCertificate.read(der).facts.name !== HUB_ROOT;
    const authorities = readCertificates(readFileSync(join(evidence(), 'ca.pem'), 'utf8')).filter(isNotHubs);
    writeFileSync(authority, authorities.map(pemOf).join(''));
    expect(verified(evidence(), '--expert-ca', authority)).toMatchObject({ status: 0, holds: true });
    const misled = verify(evidence(), ...own, '--expert-ca', foreign);
    expect(misled).toMatchObject({
      status: 1,
      said: expect.stringContaining('not issued by a trusted authority'),
    });
    expect(verify(evidence(), ...own).stdout).toContain('make sure that you know them');
    const key = join(directory(), 'other.key');
    writeFileSync(key, readFileSync(join(evidence(), 'ledger/key'), 'utf8').replace(/.\n$/, '\n'));
    for (const what of ['', 'ledger'])
      expect(verified(join(evidence(), what), '--key', key)).toMatchObject({ status: 1, holds: false });
    const nowhere = verify(evidence(), '--ca', join(directory(), 'nowhere.pem'));
    expect(nowhere).toMatchObject({ status: 1, said: expect.stringContaining('FILE_UNREADABLE') });
    expect(verify(evidence()).said).toContain('were not both given');
  });

  it('passes nothing over: neither a link, nor what lies beside a certificate', () => {
    const linked = mkdtempSync(join(directory(), 'linked-'));
    cpSync(evidence(), linked, { recursive: true });
    symlinkSync(join(evidence(), 'report.pdf'), join(linked, 'another.pdf'));
    expect(verify(linked).said).toContain('another.pdf');
    // A name cannot wipe the line that tells of it, nor turn it around.
    writeFileSync(join(linked, '\u001b[2K\u202e.pdf'), '');
    const { stdout, said } = verify(linked);
    expect(stdout).toContain('✗ \ufffd[2K\ufffd.pdf');
    for (const one of ['\u001b', '\u202e']) expect(`${stdout}${said}`).not.toContain(one);
    const few = mkdtempSync(join(directory(), 'few-'));
    for (const name of ['certificate.json', 'ca.pem']) cpSync(join(evidence(), name), join(few, name));
    expect(verified(few)).toMatchObject({ status: 0, kind: 'certificate' });
    // Nor can a name in a file that is refused as a whole.
    const named = mkdtempSync(join(directory(), 'named-'));
    const certificate = JSON.parse(readFileSync(join(few, 'certificate.json'), 'utf8')) as object;
    writeFileSync(join(named, 'one.json'), JSON.stringify({ ...certificate, '\u001b[2K\u202e': 1 }));
    const refused = verify(join(named, 'one.json'), '--ca', join(few, 'ca.pem'));
    expect(refused).toMatchObject({ status: 1, said: expect.stringContaining('\ufffd[2K\ufffd') });
    for (const one of ['\u001b', '\u202e']) expect(refused.said).not.toContain(one);
    writeFileSync(join(few, 'report.pdf'), 'forged');
    expect(verify(few)).toMatchObject({ status: 1, said: expect.stringContaining('report.pdf') });
  });
}
