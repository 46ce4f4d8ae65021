import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Command } from 'commander';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { majority } from '#shared/ledger/cosignature.ts';
import { readAnchors } from '#shared/signature/certificates.ts';
import type { Check } from '#shared/verification/check.ts';
import { type Kind, kindOf, type Trust, verifyFiles } from '#shared/verification/files.ts';
import type { Folder } from '#shared/verification/folder.ts';
import { orUnreadable } from '../readable.ts';
import { printJson, say } from './output.ts';

interface Options {
  readonly ca?: string;
  readonly expertCa?: string;
  readonly key?: string;
  readonly crl?: readonly string[];
  readonly json?: boolean;
  readonly witness?: readonly string[];
  readonly quorum?: string;
}

/** `kawei verify FILE|DIR`: a certificate, an evidence folder or a ledger export, from the files alone. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      '核验见证书、账本证明、证据文件夹或账本导出 / verify a certificate, a proof, an evidence folder or a ledger export',
    )
    .argument('<path>', '文件或文件夹 / file or folder')
    .option(
      '--ca <file>',
      '信任的证书，默认用同一文件夹的 ca.pem / trusted certificates, by default ca.pem beside it',
    )
    .option(
      '--expert-ca <file>',
      '可为专家担保的发证机构，除此之外的一概不认；默认为 --ca 中除中心自建根证书外的全部 / authorities that may vouch for experts, and nobody else; by default all in --ca but the hub’s own root',
    )
    .option(
      '--key <file>',
      '账本公钥，默认用同一文件夹的 key / key of the ledger, by default the file key beside it',
    )
    .option(
      '--crl <file...>',
      '发证机构的吊销列表（PEM 或 DER），证据文件夹内的之外另加 / revocation lists (PEM or DER), besides those in the evidence',
    )
    .option(
      '--witness <key...>',
      '您信任的见证方公钥，可给多个 / keys of the witnesses you trust, one or more',
    )
    .option('--quorum <n>', '其中至少几个须已联署，默认过半数 / how many of them, by default more than half')
    .option('--json', '仅输出 JSON / print JSON only')
    .action(async (path: string, options: Options, command: Command) => {
      const { json, witness, quorum } = options;
      if (quorum !== undefined && (!witness || !/^[1-9]\d{0,2}$/.test(quorum)))
        command.error('error: --quorum is a number and needs --witness', { exitCode: 2 });
      const isDirectory = isFolder(path);
      const folder = isDirectory ? folderAt(path) : fileAt(path);
      const kind = kindOf(folder);
      const trust = trustBeside(isDirectory ? path : dirname(path), options);
      const checks = await verifyFiles(folder, trust);
      const failed = checks.find((check) => !check.holds);
      if (json) printJson({ holds: !failed, kind, checks });
      else for (const check of checks) process.stdout.write(`${line(check)}\n`);
      if (!json) say(`核验的是${kinds[kind].zh}。`, `This was verified as ${kinds[kind].en}.`);
      const isNamed = trust.key && (trust.anchors || kind === 'ledger' || kind === 'proof');
      if (!isNamed)
        say(
          '未同时给出您信任的根证书和账本公钥（--ca、--key，请向中心索取）：按文件夹或文件自带的核对。',
          'The certificates and the ledger key you trust (--ca and --key, from the centre) were not both given: what lies in the folder, or in the file itself, was taken.',
        );
      if (!witness)
        say(
          '未给出您信任的见证方公钥（--witness）：联署只按文件自带的公钥核对。',
          'No --witness key was given: cosignatures are checked by the keys that the files name themselves.',
        );
      if (!failed) return;
      if (json) process.exitCode = 1;
      else throw new Refusal('NOT_VERIFIED', { zh: named(failed, 'zh'), en: named(failed, 'en') });
    });
}

const kinds: Readonly<Record<Kind, Text>> = {
  evidence: { zh: '证据文件夹', en: 'an evidence folder' },
  ledger: { zh: '账本导出', en: 'a ledger export' },
  certificate: { zh: '一份见证书或上岗自检报告', en: 'one certificate or readiness report' },
  proof: { zh: '一份账本证明', en: 'one proof of the ledger' },
};

function line({ holds, place = '', text, why }: Check): string {
  const reason = why ? ` — ${why.zh} / ${why.en}` : '';
  return `${holds ? '✓' : '✗'} ${place}  ${text.zh} / ${text.en}${reason}`;
}

function named({ place = '', text, why }: Check, language: 'zh' | 'en'): string {
  return [place, `“${text[language]}”`, why?.[language] ?? ''].join(' ').trim();
}

/** What is trusted: what the reader names, else what lies in the same folder. */
function trustBeside(folder: string, { ca, expertCa, key, crl = [], witness, quorum }: Options): Trust {
  const beside = join(folder, 'key');
  const keys = witness?.map((given) => (existsSync(given) ? textOf(given).trim() : given));
  return {
    ...(keys
      ? { witnesses: { keys, quorum: quorum === undefined ? majority(keys.length) : Number(quorum) } }
      : {}),
    lists: crl.map((file) => ({ place: file, bytes: bytesOf(file) })),
    ...(ca === undefined ? {} : { anchors: readAnchors(textOf(ca)) }),
    ...(expertCa === undefined ? {} : { expertAnchors: readAnchors(textOf(expertCa)) }),
    ...(key === undefined ? {} : { key: textOf(key).trim() }),
    beside: {
      anchors: async () => readAnchors(textOf(join(folder, 'ca.pem'))),
      key: async () => (existsSync(beside) ? textOf(beside).trim() : null),
    },
  };
}

function isFolder(path: string): boolean {
  return orUnreadable(path, () => statSync(path).isDirectory());
}

const textOf = (file: string): string => new TextDecoder().decode(bytesOf(file));

function bytesOf(file: string): Uint8Array {
  return new Uint8Array(orUnreadable(file, () => readFileSync(file)));
}

const fileAt = (path: string): Folder => ({
  paths: [basename(path)],
  read: () => new Uint8Array(readFileSync(path)),
});

function folderAt(root: string): Folder {
  // Whatever is no directory counts, links among it: nothing may lie there unseen.
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory(),
  );
  return {
    paths: files
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .sort(),
    read: (path) => {
      try {
        const file = join(root, path);
        // Whoever reads a pipe waits for ever.
        return statSync(file).isFile() ? new Uint8Array(readFileSync(file)) : null;
      } catch {
        return null;
      }
    },
  };
}
