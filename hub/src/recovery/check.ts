/** Reads a hub's whole data again and verifies everything that can be: `kawei admin check`, and every back-up. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { parseVerifierKey } from '#shared/ledger/note.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { verifySignature } from '#shared/signature/verify.ts';
import type { Check } from '#shared/verification/check.ts';
import { filedDigests } from '../bid-documents/reads.ts';
import { isShelved } from '../bid-documents/shelf.ts';
import type { Room } from '../ledger/command.ts';
import { sealedReports } from '../reports/reads.ts';
import { readLists, readSealed } from '../reports/sealing.ts';
import { stampedProjects, stampOf } from '../stamps/reads.ts';
import type { Db, Migrations } from '../store/database.ts';
import { checkTree, placed } from './check-tree.ts';
import { ledgerRows, tableFaults } from './read-tables.ts';

export interface CheckParts {
  readonly db: Db;
  readonly rooms: readonly Room[];
  readonly migrations: Migrations;
  /** The data directory: sealed reports, and the hub's root certificate in `identity/`. */
  readonly data: string;
  /** `NAME+ID+KEY` of the ledger's key. */
  readonly verifierKey: string;
  /** DER certificates of the authorities that issue experts' keys; without any, signatures are not checked. */
  readonly anchors: readonly Uint8Array[];
  /** Those of the authority that time-stamps certificates; without any, its stamps are not checked. */
  readonly stampAnchors?: readonly Uint8Array[];
}

/** Every check, in the order in which one builds upon the other; each names the first thing that does not hold. */
export async function checkEverything(parts: CheckParts): Promise<Check[]> {
  const { db, rooms, migrations } = parts;
  const file = await placed(
    { zh: '数据库文件完好（integrity_check）', en: 'the database file is sound (integrity_check)' },
    async () => {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
      return rows[0]?.integrity_check === 'ok' ? null : (rows[0]?.integrity_check ?? 'integrity_check');
    },
  );
  const tree = await checkTree(db, parseVerifierKey(parts.verifierKey));
  if ([file, ...tree].some((check) => !check.holds)) return [file, ...tree];
  const tables = await placed(
    { zh: '各数据表与账本重放结果一致', en: 'the tables are what the ledger makes of them' },
    async () => (await tableFaults(db, rooms, migrations))[0] ?? null,
  );
  return [
    file,
    ...tree,
    tables,
    await signatures(parts),
    ...(await outsideStamps(parts)),
    await reports(parts),
    await bidDocuments(parts),
  ];
}

async function signatures({ db, data, anchors }: CheckParts): Promise<Check> {
  if (anchors.length === 0) {
    const text = {
      zh: '未核验专家签名：未设置 KAWEI_TRUST',
      en: "experts' signatures were not checked: KAWEI_TRUST is not set",
    };
    return { holds: true, text };
  }
  const root = join(data, 'identity', 'root.crt');
  const own = existsSync(root) ? readCertificates(readFileSync(root, 'utf8')) : [];
  return placed(
    { zh: '账本中每个专家签名和时间戳', en: 'every signature and time-stamp of an expert in the ledger' },
    async () => {
      for await (const rows of ledgerRows(db))
        for (const { seq, type, at, payload } of rows) {
          if (!/^(pledge|sheet|consent)\.(signed|amended)$/.test(type)) continue;
          const signed = JSON.parse(payload) as Partial<Record<'content' | 'cms' | 'tsr', string>>;
          const fault = await signatureFault(signed, { at, anchors, own });
          if (fault) return `ledger ${seq} ${type}: ${fault}`;
        }
      return null;
    },
  );
}

async function signatureFault(
  { content = '', cms = '', tsr }: Partial<Record<'content' | 'cms' | 'tsr', string>>,
  { at, anchors, own }: { at: string; anchors: readonly Uint8Array[]; own: readonly Uint8Array[] },
): Promise<string | null> {
  const statement = JSON.parse(content) as Record<'format' | 'project' | 'expert' | 'seat' | 'booth', string>;
  const { project, expert, seat, booth } = statement;
  const { version } = statement as { version?: number };
  const purpose = statement.format.slice('kawei/'.length, -'@1'.length) as 'pledge' | 'sheet' | 'consent';
  const binding = { purpose, project, expert, seat, booth, ...(version === undefined ? {} : { version }) };
  const bytes = bytesOfBase64(cms);
  try {
    const signed = { cms: bytes, content: new TextEncoder().encode(content), anchors, binding };
    await verifySignature({ ...signed, at: new Date(at) });
    if (tsr) await verifyTimeStamp({ tsr: bytesOfBase64(tsr), data: bytes, anchors: own });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** Where an outside authority is set, its time-stamps of certificates too. */
async function outsideStamps({ db, stampAnchors: anchors = [] }: CheckParts): Promise<Check[]> {
  if (anchors.length === 0) return [];
  const text = {
    zh: '每份见证书的第三方时间戳（KAWEI_TSA_CA）',
    en: "every certificate's time-stamp by the outside authority (KAWEI_TSA_CA)",
  };
  const check = placed(text, async () => {
    for (const project of await stampedProjects(db)) {
      const { note, tsr } = (await stampOf(db, project)) ?? { note: '', tsr: '' };
      try {
        await verifyTimeStamp({ tsr: bytesOfBase64(tsr), data: new TextEncoder().encode(note), anchors });
      } catch (error) {
        if (error instanceof Refusal) return `certificate_stamps ${project}: ${error.message}`;
        throw error;
      }
    }
    return null;
  });
  return [await check];
}

function reports({ db, data }: CheckParts): Promise<Check> {
  return placed(
    { zh: '每份已封存的报告与账本中的摘要一致', en: 'every sealed report has the digest in the ledger' },
    async () => {
      for (const report of await sealedReports(db)) {
        try {
          await readLists({ settings: { data } }, report);
          if (await readSealed({ settings: { data } }, report)) continue;
        } catch {
          // Missing or changed: either way it is not the one that was sealed.
        }
        return `reports ${report.project}`;
      }
      return null;
    },
  );
}

function bidDocuments({ db, data }: CheckParts): Promise<Check> {
  return placed(
    { zh: '每份投标文件与账本中的摘要一致', en: 'every document of a bid has the digest in the ledger' },
    async () => {
      for (const digest of await filedDigests(db))
        if (!(await isShelved(data, digest))) return `documents ${digest}`;
      return null;
    },
  );
}
