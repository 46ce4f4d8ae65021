/** `kawei draw fairness`: were the draws in a folder of transcripts fair? */
import { Type } from 'typebox';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { chancesOf, type PastDraw } from '#shared/draw/fairness.ts';
import { type FairnessReport, fairnessReport, type Question } from '#shared/draw/fairness-report.ts';
import { eligible } from '#shared/draw/panel.ts';
import { parse } from '#shared/protocol/parse.ts';
import { keyed } from '#shared/protocol/primitives.ts';
import { transcriptsIn } from './draw-folder.ts';
import { printJson, readJson, say } from './output.ts';

/** Draw → candidate → the name the person goes by in all draws. */
const Names = keyed(keyed(Type.String()));
const Invitations = Type.Array(Type.Object({ person: Type.String(), refused: Type.Boolean() }));

export interface FairnessOptions {
  readonly names?: string;
  readonly invitations?: string;
  readonly replays: string;
  readonly json?: boolean;
}

export function fairness(folder: string, options: FairnessOptions): void {
  const replays = Number(options.replays);
  if (!Number.isInteger(replays) || replays < 1 || replays > 1_000_000) throw new Refusal('DRAW_REPLAYS');
  const names = options.names === undefined ? {} : parse(Names, readJson(options.names));
  const draws = transcriptsIn(folder).map((transcript): PastDraw | null => {
    const { drawId, input, result } = transcript;
    if (input.kind !== 'panel' || !('panel' in result)) return null;
    const nameOf = (id: string) => names[drawId]?.[id] ?? id;
    const ids = new Map(eligible(input).map(({ id }) => [nameOf(id), id]));
    const panel = result.panel.map(({ id }) => id);
    const chances = chancesOf(input, panel, drawId, replays);
    return {
      candidates: [...ids.keys()],
      panel: panel.map(nameOf),
      chances: {
        method: chances.method,
        of: (name) => chances.of(ids.get(name) ?? name),
        ofBoth: (a, b) => chances.ofBoth(ids.get(a) ?? a, ids.get(b) ?? b),
      },
    };
  });
  const invitations =
    options.invitations === undefined ? null : parse(Invitations, readJson(options.invitations));
  const report = fairnessReport(
    draws.filter((draw) => draw !== null),
    invitations,
  );
  if (options.json) printJson(report);
  else process.stdout.write(linesOf(report));
}

function linesOf({
  draws,
  estimated,
  replays,
  falseAlarm,
  drawn,
  meetings,
  refusals,
}: FairnessReport): string {
  const percent = falseAlarm * 100;
  say(
    `${draws} 次抽取，其中 ${estimated} 次的概率由重复抽取（每次至少 ${replays ?? 0} 遍）估计，其余精确。每一问已按 Holm 法对全部受检者校正：纯属偶然时，误报任何一人的机会不超过 ${percent}%。`,
    `${draws} draws, the chances of ${estimated} estimated by ${replays ?? 0} replays or more, of the others exact. Each question is corrected by Holm's method for all tested: with nothing but chance, the odds that it flags anybody are at most ${percent} %.`,
  );
  return [
    section('抽中次数 / times drawn', drawn),
    section('同组次数 / times met', meetings),
    ...(refusals ? [section('谢绝或未答复 / refusals', refusals)] : []),
  ].join('\n');
}

function section(title: string, { tested, flagged, rows }: Question): string {
  const lines = rows.slice(0, Math.max(10, flagged)).map((row) => {
    const { who, happened, times, expected, corrected } = row;
    return `${row.flagged ? '!' : ' '} ${who.join(' + ')}\t${happened}/${times}\t${expected.toFixed(2)}\tp=${corrected.toPrecision(3)}`;
  });
  return `${title}: ${tested}, ! ${flagged}\n${lines.join('\n')}\n`;
}
