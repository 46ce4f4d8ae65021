/** That the files of an evidence folder say what the ledger has recorded: no more, no less, and each in its place. */
import { type Static, Type } from 'typebox';
import { base64Of, isSameJson, sha256Hex } from '../canonical/index.ts';
import { FlagEnd, rulingsOf } from '../lookback/closing.ts';
import type { Project } from '../projects/project.ts';
import { BidderResult } from '../protocol/evaluation.ts';
import { parse } from '../protocol/parse.ts';
import { closed } from '../protocol/primitives.ts';
import { ConsentStatement, readStatement } from '../protocol/statements.ts';
import { score } from '../scoring/score.ts';
import { checkSheets, Sheet } from '../scoring/sheet.ts';
import { type Check, checked } from './check.ts';
import { fileNameOf } from './file-names.ts';
import { bytesAt, type Folder, jsonAt, textAt } from './folder.ts';
import { panelChecks } from './panel-checks.ts';
import { explanationsOf, type Recorded, type RecordedReport, type RecordedSignature } from './recorded.ts';
import { statementFolders, statementsIn } from './signed-files.ts';

const RESULT = 'result.json';

/** Of a flag what may change a total. */
const Flag = Type.Object({
  expert: Type.String(),
  bidder: Type.String(),
  item: Type.Union([Type.String(), Type.Null()]),
  closed: Type.Optional(Type.Union([FlagEnd, Type.Null()])),
});

const ResultFile = Type.Object(
  {
    bidders: Type.Array(Type.Omit(BidderResult, ['name'])),
    struck: Type.Array(Type.String()),
    flags: Type.Array(Flag),
    explanations: Type.Array(Type.Unknown()),
    entry: Type.Array(Type.Unknown()),
  },
  closed,
);

const resultIn = (folder: Folder): Static<typeof ResultFile> => parse(ResultFile, jsonAt(folder, RESULT));

/** In which folders the signatures of a kind lie. */
const placesOf = {
  sheets: ['sheets', 'sheets/earlier'],
  consents: ['consents'],
  pledges: ['pledges'],
} as const;

export function recordChecks(folder: Folder, project: Project, record: Recorded): Promise<Check[]> {
  const recorded = (place: string, look: () => boolean) =>
    checked({ zh: '与账本记录的内容一致', en: 'this is what the ledger has recorded' }, place, look);
  return Promise.all([
    recorded(
      'project.json',
      () => isSameJson(record.project, project) && isSameJson(record.report?.project, project),
    ),
    recorded(
      'report.pdf',
      () =>
        record.reportFile === sha256Hex(bytesAt(folder, 'report.pdf')) &&
        record.sealedDigest === record.reportDigest,
    ),
    recorded(RESULT, () => record.report !== null && isSameJson(resultIn(folder), resultOf(record.report))),
    ...(['sheets', 'consents', 'pledges'] as const).map((kind) =>
      recorded(kind, () => areThose(folder, placesOf[kind], record.signed[kind], record.pledged.length)),
    ),
    ...record.transcripts.map(({ file, transcript }) =>
      recorded(file, () => isSameJson(jsonAt(folder, file), transcript)),
    ),
    countingCheck(folder, record.report),
    consentsCheck(folder, record.reportDigest),
    ...panelChecks(folder, record),
    totalsCheck(folder, project),
  ]);
}

/** The report names the bidders; the result has the ids that `kawei score` gives. */
function resultOf({ result, struck, flags, entry }: RecordedReport) {
  const bidders = result.map(({ name: _, ...bidder }) => bidder);
  return { bidders, struck, flags, explanations: explanationsOf(flags), entry };
}

/**
 * Whether the folders hold these signatures, byte for byte, and no others. Of pledges that are not disclosed there are
 * as many as the ledger tells.
 */
function areThose(
  folder: Folder,
  names: readonly string[],
  recorded: readonly RecordedSignature[] | null,
  count: number,
): boolean {
  const files = names.flatMap((name) =>
    statementsIn(folder, name).map((path) => signatureAt(folder, name, path)),
  );
  if (recorded === null) return names.includes('pledges') && files.length === count;
  const told = recorded.map(({ content, cms, tsr }) => JSON.stringify([content, cms, tsr]));
  return isSameJson(files.sort(), told.sort());
}

function signatureAt(folder: Folder, name: string, path: string): string {
  const tsr = statementFolders[name]?.stamped ? base64Of(bytesAt(folder, `${path}.tsr`)) : null;
  return JSON.stringify([textAt(folder, path), base64Of(bytesAt(folder, `${path}.p7s`)), tsr]);
}

/** Of one expert's sheets the one in force counts, and only the report says which that is. */
function countingCheck(folder: Folder, report: RecordedReport | null): Promise<Check> {
  return checked(
    {
      zh: '计入结果的评分表正是评标报告所列的',
      en: 'the sheets that count are those which the report names',
    },
    'sheets',
    () => {
      const named = report?.sheets.map(({ expert, digest }) => [`sheets/${fileNameOf(expert)}.json`, digest]);
      const there = statementsIn(folder, 'sheets').map((path) => [path, sha256Hex(bytesAt(folder, path))]);
      return named !== undefined && isSameJson(there.sort(), named.sort());
    },
  );
}

function consentsCheck(folder: Folder, digest: string): Promise<Check> {
  return checked(
    { zh: '专家签署的正是封存的这份报告', en: 'what the experts have signed is the report that was sealed' },
    'consents',
    () =>
      statementsIn(folder, 'consents').every(
        (path) => readStatement(ConsentStatement, textAt(folder, path)).reportDigest === digest,
      ),
  );
}

function totalsCheck(folder: Folder, project: Project): Promise<Check> {
  return checked(
    { zh: '总分和排名由评分表逐项复算一致', en: 'totals and ranking follow from the sheets' },
    RESULT,
    () => {
      const { bidders, struck, flags } = resultIn(folder);
      const valid = bidders.map(({ id }) => id);
      const sheets = statementsIn(folder, 'sheets').map((path) => readStatement(Sheet, textAt(folder, path)));
      const marked = sheets.map(({ expert, ticket, marks }) => ({ expert, ticket, marks }));
      if (marked.length === 0) return bidders.length === 0;
      const counted = score(project, checkSheets(project, marked, valid), valid, rulingsOf(flags));
      return isSameJson(counted, { bidders, struck });
    },
  );
}
