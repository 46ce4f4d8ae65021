import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { Certificate, verifyCertificate } from '#shared/ledger/certificate.ts';
import { parse } from '#shared/protocol/parse.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import type { Check } from '#shared/verification/check.ts';
import { verifyEvidence } from '#shared/verification/evidence.ts';
import type { Folder } from '#shared/verification/folder.ts';
import { verifyLedgerExport } from '#shared/verification/ledger-export.ts';
import { printJson, readJson } from './output.ts';

/** `kawei verify FILE|DIR`: a certificate, an evidence folder or a ledger export, from the files alone. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      '核验见证书、证据文件夹或账本导出 / verify a certificate, an evidence folder or a ledger export',
    )
    .argument('<path>', '文件或文件夹 / file or folder')
    .option(
      '--ca <file>',
      '信任的证书，默认用同一文件夹的 ca.pem / trusted certificates, by default ca.pem beside it',
    )
    .option('--json', '仅输出 JSON / print JSON only')
    .action(async (path: string, { ca, json }: { ca?: string; json?: boolean }) => {
      const checks = await checksOf(path, ca);
      const failed = checks.find((check) => !check.holds);
      if (json) printJson({ holds: !failed, checks });
      else for (const check of checks) process.stdout.write(`${line(check)}\n`);
      if (!failed) return;
      if (json) process.exitCode = 1;
      else throw new Refusal('NOT_VERIFIED', { zh: named(failed, 'zh'), en: named(failed, 'en') });
    });
}

const line = (check: Check) =>
  `${check.holds ? '✓' : '✗'} ${check.place ?? ''}  ${check.text.zh} / ${check.text.en}`;
const named = ({ place, text }: Check, language: 'zh' | 'en') => `${place ?? ''} ${text[language]}`;

async function checksOf(path: string, ca: string | undefined): Promise<Check[]> {
  if (!isFolder(path)) {
    const certificate = parse(Certificate, readJson(path));
    return verifyCertificate(certificate, { anchors: anchorsIn(ca ?? join(dirname(path), 'ca.pem')) });
  }
  const folder = folderAt(path);
  if (folder.paths.includes('project.json')) return verifyEvidence(folder);
  if (folder.paths.includes('checkpoint')) return verifyLedgerExport(folder);
  throw new Refusal('NOTHING_TO_VERIFY', { file: path });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function anchorsIn(file: string): Uint8Array[] {
  try {
    return readCertificates(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function folderAt(root: string): Folder {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return {
    paths: files
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort(),
    read: (path) => {
      try {
        return new Uint8Array(readFileSync(join(root, path)));
      } catch {
        return null;
      }
    },
  };
}

function unreadable(file: string, error: unknown): Refusal {
  return new Refusal('FILE_UNREADABLE', {
    file,
    detail: (error as NodeJS.ErrnoException).code ?? String(error),
  });
}
