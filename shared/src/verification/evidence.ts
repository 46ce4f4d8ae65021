/** An evidence folder, verified from its files alone: whoever holds it needs neither the hub nor our word. */
import * as pkijs from 'pkijs';
import { Refusal } from '../catalogue/refusal.ts';
import { Certificate, type CertificateTrust, verifyCertificate } from '../ledger/certificate.ts';
import { checkProject } from '../projects/project.ts';
import { parse } from '../protocol/parse.ts';
import { pemOf, readAnchors } from '../signature/certificates.ts';
import { bufferOf, isSame } from '../signature/der.ts';
import { type Check, checked } from './check.ts';
import { drawChecks, drawsIn, isOfSeats } from './draws.ts';
import { type Folder, jsonAt, textAt, within } from './folder.ts';
import { type LedgerTrust, verifyLedgerExport } from './ledger-export.ts';
import { recordChecks } from './record-checks.ts';
import { type Recorded, recordOf } from './recorded.ts';
import { type GivenLists, LISTS, revocationLists } from './revocation.ts';
import { statementFolders, statementsIn, verifyStatements } from './signed-files.ts';
import { wholeRecordCheck } from './whole-record.ts';

/** What the reader of an evidence folder brings along; anchors and key go before those that lie in it. */
export interface EvidenceTrust extends LedgerTrust {
  /** DER certificates that signatures and time-stamps may chain to. */
  readonly anchors?: readonly Uint8Array[] | undefined;
  /** Those of them, or others, that may vouch for experts: then nobody else may. */
  readonly expertAnchors?: readonly Uint8Array[] | undefined;
  readonly lists?: readonly GivenLists[];
}

/** Every check of an evidence folder, in the order a reader would ask. */
export async function verifyEvidence(
  folder: Folder,
  { anchors: given, expertAnchors, key, lists: brought = [], ...witnesses }: EvidenceTrust = {},
): Promise<Check[]> {
  const project = await whole('project.json', () => checkProject(jsonAt(folder, 'project.json')));
  const own = await whole('ca.pem', () => trustedIn(folder));
  const certificate = await whole('certificate.json', () =>
    parse(Certificate, jsonAt(folder, 'certificate.json')),
  );
  const firsts = [project.check, own.check, certificate.check];
  if (!project.value || !own.value || !certificate.value) return firsts;
  const anchors = given ?? own.value;
  const record = recordOf(certificate.value);
  const listed = [...anchors, ...(expertAnchors ?? [])];
  const { checks, lists } = await revocationLists(folder, record.crl, brought, listed);
  const ledger = within(folder, 'ledger');
  const published = await verifyLedgerExport(ledger, { key });
  return [
    ...firsts,
    ...published.map(inLedger),
    ...(await certificateChecks(folder, certificate.value, project.value.id, { anchors, key, ...witnesses })),
    ...(published.every(({ holds }) => holds)
      ? [await wholeRecordCheck(certificate.value, ledger, record)]
      : []),
    ...checks,
    ...(await verifyStatements(folder, {
      ...{ project: project.value.id, anchors, expertAnchors, lists, pledged: record.pledged },
    })),
    ...(await drawChecks(folder)),
    ...(await recordChecks(folder, project.value, record)),
    ...surplus(folder, record),
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
  const certificates = readAnchors(text);
  const signed = await Promise.all(certificates.map(signsItself));
  if (signed.includes(false) || certificates.map(pemOf).join('') !== text) {
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

/** A file that nothing above has looked at could say anything. */
function surplus(folder: Folder, record: Recorded): Check[] {
  const known = new Set(['project.json', 'ca.pem', LISTS, 'certificate.json', 'result.json', 'report.pdf']);
  for (const { file } of record.transcripts) known.add(file);
  for (const [name, { stamped }] of Object.entries(statementFolders)) {
    for (const path of statementsIn(folder, name)) {
      for (const file of [path, `${path}.p7s`, ...(stamped ? [`${path}.tsr`] : [])]) known.add(file);
    }
  }
  const covered = (path: string) => known.has(path) || path.startsWith('ledger/');
  return folder.paths
    .filter((path) => !covered(path))
    .map((place) =>
      isOlderSeatDraw(folder, place, record)
        ? {
            holds: true,
            place,
            text: {
              zh: '旧版见证书不含座位抽取，这份抽取记录未与账本核对',
              en: 'this certificate is of before draws of seats stood in it: the draw was not compared with the ledger',
            },
          }
        : {
            holds: false,
            place,
            text: { zh: '证据之外的文件', en: 'a file that is no part of the evidence' },
          },
    );
}

/** Certificates have had the draws of seats since they disclose pledges; one whose seal tells of them is no such. */
function isOlderSeatDraw(folder: Folder, path: string, { signed, seatDraws }: Recorded): boolean {
  const isOlder = signed.pledges === null && seatDraws === null;
  return isOlder && drawsIn(folder).some((draw) => draw.path === path && isOfSeats(draw));
}
