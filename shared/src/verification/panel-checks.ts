/** Who decided: that the panel is the one that was drawn, where it was seated, and what each member has signed. */
import { isSameJson } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { ticketOf } from '../draw/panel.ts';
import { Transcript } from '../draw/transcript.ts';
import { fits } from '../protocol/parse.ts';
import { ConsentStatement, readStatement } from '../protocol/statements.ts';
import { Sheet } from '../scoring/sheet.ts';
import { type Check, checked } from './check.ts';
import { fileNameOf } from './file-names.ts';
import { type Folder, textAt } from './folder.ts';
import type { Recorded, RecordedReport } from './recorded.ts';
import { statementsIn } from './signed-files.ts';

export function panelChecks(folder: Folder, record: Recorded): Promise<Check>[] {
  const drawn = record.transcripts.flatMap(({ transcript }) =>
    fits(Transcript, transcript) ? [transcript as Transcript] : [],
  );
  return [
    drawnCheck(folder, record.report, drawn),
    positionsCheck(folder, record),
    ...seatsCheck(record, drawn),
  ];
}

/** A replaced member's successor is of the same draw, and so has a ticket of it too. */
function drawnCheck(
  folder: Folder,
  report: RecordedReport | null,
  drawn: readonly Transcript[],
): Promise<Check> {
  return checked(
    {
      zh: '评标委员会成员均出自所附的同一次抽取，抽取序号一致；非抽中者不多于报告所列被替换的人数',
      en: 'the panel is of one draw, each member with the ticket drawn; whom it did not choose are no more than the report says were replaced',
    },
    'draws',
    () => {
      const panel = report?.panel ?? [];
      const sheets = statementsIn(folder, 'sheets').map((path) => readStatement(Sheet, textAt(folder, path)));
      const members = [...panel, ...sheets];
      return members.length === 0 || drawn.some((draw) => isOf(draw, members) && isFrom(draw, report));
    },
  );
}

/** Whether all were candidates of a draw, with their tickets. */
function isOf({ input, seed }: Transcript, members: readonly { expert: string; ticket: string }[]): boolean {
  if (input.kind !== 'panel') return false;
  const candidates = new Set(input.candidates.map(({ id }) => id));
  return members.every(({ expert, ticket }) => candidates.has(expert) && ticketOf(seed, expert) === ticket);
}

function isFrom({ result }: Transcript, report: RecordedReport | null): boolean {
  const chosen = 'panel' in result ? result.panel.map(({ id }) => id) : [];
  const others = (report?.panel ?? []).filter(({ expert }) => !chosen.includes(expert));
  return others.length <= (report?.replaced.length ?? 0);
}

/** The report is what the panel has signed, and nobody else: one that nobody has signed is the hub's word alone. */
function positionsCheck(folder: Folder, { report, refused }: Recorded): Promise<Check> {
  const panel = (report?.panel ?? []).map(({ expert }) => expert);
  const positions = panel.map((expert) => positionOf(folder, expert, refused));
  const number = (position: string) => positions.filter((one) => one === position).length;
  const [agree, dissent, silent] = ['agree', 'dissent', 'refused'].map(number);
  return checked(
    {
      zh: `评标委员会 ${panel.length} 人都评了分并就报告表明意见：同意 ${agree} 人，不同意 ${dissent} 人，记录为拒绝签字 ${silent} 人`,
      en: `all ${panel.length} members of the panel have a sheet that counts and a position on the report: ${agree} agree, ${dissent} dissent, ${silent} are on record as refusing to sign`,
    },
    'consents',
    () => {
      const marked = (report?.sheets ?? []).map(({ expert }) => expert);
      const expected = report?.result.length === 0 ? [] : panel;
      return !positions.includes(null) && isSameJson(marked.sort(), [...expected].sort());
    },
  );
}

/** As the expert has signed it; null for none. */
function positionOf(folder: Folder, expert: string, refused: readonly string[]): string | null {
  const path = `consents/${fileNameOf(expert)}.json`;
  if (!folder.paths.includes(path)) return refused.includes(expert) ? 'refused' : null;
  try {
    const statement = readStatement(ConsentStatement, textAt(folder, path));
    return statement.expert === expert ? statement.position : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Draws of seats are about other projects too; which of them are about this one the seal tells. */
function seatsCheck({ seatDraws }: Recorded, drawn: readonly Transcript[]): Promise<Check>[] {
  if (seatDraws === null) return [];
  const text = {
    zh: '座位抽取正是封存时所列的各次',
    en: 'the draws of the seats are those that the seal tells',
  };
  const there = drawn.filter(({ input }) => input.kind === 'seats').map(({ drawId }) => drawId);
  return [checked(text, 'draws', () => isSameJson(there.sort(), [...seatDraws].sort()))];
}
