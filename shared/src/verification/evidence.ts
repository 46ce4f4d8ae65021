/** An evidence folder, verified from its files alone: whoever holds it needs neither the hub nor our word. */
import * as pkijs from 'pkijs';
import { canonicalText, sha256Hex } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { Certificate, type CertificateTrust, verifyCertificate } from '../ledger/certificate.ts';
import { rulingsOf } from '../lookback/closing.ts';
import { checkProject, type Project } from '../projects/project.ts';
import { parse } from '../protocol/parse.ts';
import { readStatement } from '../protocol/statements.ts';
import { score } from '../scoring/score.ts';
import { checkSheets, Sheet } from '../scoring/sheet.ts';
import { pemOf, readCertificates } from '../signature/certificates.ts';
import { bufferOf, isSame } from '../signature/der.ts';
import { type Check, checked } from './check.ts';
import { drawChecks } from './draws.ts';
import { bytesAt, type Folder, jsonAt, textAt, within } from './folder.ts';
import { verifyLedgerExport } from './ledger-export.ts';
import { type Recorded, recordOf } from './recorded.ts';
import { type GivenLists, LISTS, revocationLists } from './revocation.ts';
import { statementFolders, statementsIn, verifyStatements } from './signed-files.ts';

/** Revocation lists that the reader brings along. */
export interface EvidenceLists {
  readonly lists?: readonly GivenLists[];
}

/** Every check of an evidence folder, in the order a reader would ask. */
export async function verifyEvidence(
  folder: Folder,
  { lists: given = [], ...witnesses }: Pick<CertificateTrust, 'witnesses'> & EvidenceLists = {},
): Promise<Check[]> {
  const project = await whole('project.json', () => checkProject(jsonAt(folder, 'project.json')));
  const anchors = await whole('ca.pem', () => trustedIn(folder));
  const certificate = await whole('certificate.json', () =>
    parse(Certificate, jsonAt(folder, 'certificate.json')),
  );
  const firsts = [project.check, anchors.check, certificate.check];
  if (!project.value || !anchors.value || !certificate.value) return firsts;
  const record = recordOf(certificate.value);
  const { checks, lists } = await revocationLists(folder, record.crl, given, anchors.value);
  return [
    ...firsts,
    ...(await verifyLedgerExport(within(folder, 'ledger'))).map(inLedger),
    ...(await certificateChecks(folder, certificate.value, project.value.id, {
      anchors: anchors.value,
      ...witnesses,
    })),
    ...checks,
    ...(await verifyStatements(folder, {
      ...{ project: project.value.id, anchors: anchors.value, lists, pledged: record.pledged },
    })),
    ...(await drawChecks(folder)),
    ...(await recordChecks(folder, project.value, record)),
    await totalsCheck(folder, project.value),
    ...surplus(folder),
  ];
}

/** A file of the right form, and what is in it; without it nothing more can be said. */
async function whole<T>(
  path: string,
  read: () => T | Promise<T>,
): Promise<{ check: Check; value: T | null }> {
  let value: T | null = null;
  const check = await checked(
    { zh: '文件完整，格式正确', en: 'the file is whole and well formed' },
    path,
    async () => {
      value = await read();
    },
  );
  return { check, value };
}

const inLedger = (check: Check): Check => ({ ...check, place: `ledger/${check.place ?? ''}` });

/** The trust anchors: each certificate signs itself, and the file holds nothing else. */
async function trustedIn(folder: Folder): Promise<Uint8Array[]> {
  const text = textAt(folder, 'ca.pem');
  const certificates = readCertificates(text);
  const signed = await Promise.all(certificates.map(signsItself));
  if (certificates.length === 0 || signed.includes(false) || certificates.map(pemOf).join('') !== text) {
    throw new Refusal('ANCHORS_INVALID');
  }
  return certificates;
}

async function signsItself(der: Uint8Array): Promise<boolean> {
  try {
    const certificate = pkijs.Certificate.fromBER(bufferOf(der));
    const again = new Uint8Array(certificate.toSchema(false).toBER());
    return isSame(again, der) && (await certificate.verify());
  } catch {
    return false; // no certificate at all
  }
}

async function certificateChecks(
  folder: Folder,
  certificate: Certificate,
  project: string,
  trust: CertificateTrust,
): Promise<Check[]> {
  const same = await checked(
    {
      zh: '见证书与账本出自同一检查点，签发于其时间戳的时刻',
      en: 'certificate and ledger are of one checkpoint, issued at its time-stamp',
    },
    'certificate.json, ledger/checkpoint',
    () =>
      certificate.project === project &&
      certificate.checkpoint === textAt(folder, 'ledger/checkpoint') &&
      `${certificate.key}\n` === textAt(folder, 'ledger/key'),
  );
  const checks = await verifyCertificate(certificate, trust);
  return [same, ...checks.map((check) => ({ ...check, place: `certificate.json ${check.place ?? ''}` }))];
}

/** What the files say is what the ledger has recorded. */
async function recordChecks(folder: Folder, project: Project, record: Recorded): Promise<Check[]> {
  const recorded = (place: string, look: () => boolean) =>
    checked({ zh: '与账本记录的内容一致', en: 'this is what the ledger has recorded' }, place, look);
  const result = () => jsonAt(folder, 'result.json') as Record<string, unknown>;
  const statements = Object.keys(statementFolders).flatMap((name) =>
    name === 'pledges' ? [] : statementsIn(folder, name),
  );
  const signed = () => new Set(statements.map((path) => textAt(folder, path)));
  return [
    await recorded('project.json', () => canonicalText(record.project) === canonicalText(project)),
    await recorded('report.pdf', () => record.reportFile === sha256Hex(bytesAt(folder, 'report.pdf'))),
    await recorded('result.json', () => {
      const { flags, explanations, entry } = result();
      return canonicalText({ flags, explanations, entry }) === canonicalText(record.lookback);
    }),
    await recorded('sheets, consents', () => {
      const texts = signed();
      return record.signed.length === texts.size && record.signed.every((text) => texts.has(text));
    }),
    ...(await Promise.all(
      record.transcripts.map(({ file, transcript }) =>
        recorded(file, () => canonicalText(jsonAt(folder, file)) === canonicalText(transcript)),
      ),
    )),
  ];
}

function totalsCheck(folder: Folder, project: Project): Promise<Check> {
  return checked(
    { zh: '总分和排名由评分表逐项复算一致', en: 'totals and ranking follow from the sheets' },
    'result.json',
    () => {
      const { bidders, struck, flags } = jsonAt(folder, 'result.json') as {
        bidders: { id: string }[];
        struck: string[];
        flags: Parameters<typeof rulingsOf>[0];
      };
      const valid = bidders.map(({ id }) => id);
      const sheets = statementsIn(folder, 'sheets').map((path) => readStatement(Sheet, textAt(folder, path)));
      const marked = sheets.map(({ expert, ticket, marks }) => ({ expert, ticket, marks }));
      if (marked.length === 0) return bidders.length === 0;
      return (
        canonicalText(score(project, checkSheets(project, marked, valid), valid, rulingsOf(flags))) ===
        canonicalText({ bidders, struck })
      );
    },
  );
}

/** A file that nothing above has looked at could say anything. */
function surplus(folder: Folder): Check[] {
  const known = new Set(['project.json', 'ca.pem', LISTS, 'certificate.json', 'result.json', 'report.pdf']);
  for (const [name, { stamped }] of Object.entries(statementFolders)) {
    for (const path of statementsIn(folder, name)) {
      for (const file of [path, `${path}.p7s`, ...(stamped ? [`${path}.tsr`] : [])]) known.add(file);
    }
  }
  const covered = (path: string) =>
    known.has(path) || path.startsWith('ledger/') || /^draws\/[^/]+\.json$/.test(path);
  return folder.paths
    .filter((path) => !covered(path))
    .map((place) => ({
      holds: false,
      place,
      text: { zh: '证据之外的文件', en: 'a file that is no part of the evidence' },
    }));
}
