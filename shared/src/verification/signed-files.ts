/** Statements in the evidence: each with the expert's signature, and the time-stamp over it. */
import { type Static, type TSchema, Type } from 'typebox';
import { ConsentStatement, PledgeStatement, readStatement } from '../protocol/statements.ts';
import { Sheet } from '../scoring/sheet.ts';
import { verifyTimeStamp } from '../signature/time-stamp.ts';
import { openCms, verifySignature } from '../signature/verify.ts';
import { type Check, checked } from './check.ts';
import { bytesAt, type Folder, textAt } from './folder.ts';

type Purpose = 'sheet' | 'pledge' | 'consent';

/** Where each kind of statement lies; only pledges carry no time-stamp. */
export const statementFolders: Readonly<
  Record<string, { purpose: Purpose; form: TSchema; stamped: boolean }>
> = {
  sheets: { purpose: 'sheet', form: Sheet, stamped: true },
  'sheets/earlier': { purpose: 'sheet', form: Sheet, stamped: true },
  pledges: { purpose: 'pledge', form: PledgeStatement, stamped: false },
  consents: { purpose: 'consent', form: ConsentStatement, stamped: true },
};

/** What every signed statement says of its place. */
const Place = Type.Object({
  project: Type.String(),
  expert: Type.String(),
  seat: Type.String(),
  booth: Type.String(),
  version: Type.Optional(Type.Integer()),
});

/** Paths of the statements of one folder, without signatures and time-stamps. */
export function statementsIn(folder: Folder, name: string): string[] {
  return folder.paths.filter(
    (path) => /^[^/]+\.json$/.test(path.slice(name.length + 1)) && path.startsWith(`${name}/`),
  );
}

export async function verifyStatements(
  folder: Folder,
  project: string,
  anchors: readonly Uint8Array[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [name, kind] of Object.entries(statementFolders)) {
    for (const path of statementsIn(folder, name)) {
      checks.push(await signatureCheck(folder, path, { ...kind, project, anchors }));
      if (kind.stamped) checks.push(await timeStampCheck(folder, path, anchors));
    }
  }
  return checks;
}

function signatureCheck(
  folder: Folder,
  path: string,
  {
    purpose,
    form,
    project,
    anchors,
  }: { purpose: Purpose; form: TSchema; project: string; anchors: readonly Uint8Array[] },
): Promise<Check> {
  const text = {
    zh: '专家本人的签名有效，且绑定本项目、席位和终端',
    en: 'the expert’s signature holds, bound to project, seat and booth',
  };
  return checked(text, path, async () => {
    const statement = readStatement(form, textAt(folder, path)) as Static<typeof Place>;
    const cms = bytesAt(folder, `${path}.p7s`);
    const { expert, seat, booth, version } = statement;
    const binding = { purpose, project, expert, seat, booth, ...(version === undefined ? {} : { version }) };
    const at = openCms(cms).signingTime ?? new Date(0);
    await verifySignature({ cms, content: bytesAt(folder, path), anchors, binding, at });
    return statement.project === project;
  });
}

function timeStampCheck(folder: Folder, path: string, anchors: readonly Uint8Array[]): Promise<Check> {
  const text = { zh: '签名加盖了时间戳', en: 'the signature carries a time-stamp' };
  return checked(text, `${path}.tsr`, () =>
    verifyTimeStamp({ tsr: bytesAt(folder, `${path}.tsr`), data: bytesAt(folder, `${path}.p7s`), anchors }),
  );
}
