/** The thread on which the chances of past draws are worked out: seconds for each draw that has to be replayed. */
import { parentPort } from 'node:worker_threads';
import { digestOf } from '#shared/canonical/index.ts';
import { chancesOf, type PastDraw } from '#shared/draw/fairness.ts';
import { fairnessReport } from '#shared/draw/fairness-report.ts';
import { eligible, type PanelResult } from '#shared/draw/panel.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import type { Identity } from '../panels/reads.ts';
import { answerHub } from '../threads/asked-thread.ts';

export type Asked =
  | { readonly learn: { readonly transcript: string; readonly identities: string } }
  | { readonly report: readonly { readonly person: string; readonly refused: boolean }[] };

/** How often a draw is replayed whose chances are not plain: less often where each replay is long. */
const replaysOf = (candidates: number) => Math.min(1000, Math.max(100, Math.round(2_000_000 / candidates)));
const CODE_DIGITS = 10;

const draws: PastDraw[] = [];
/** Person → the code they go by: of their id and a salt of theirs that is sealed, so that nobody can guess it. */
const codes = new Map<string, string>();
const membersOnce = new Set<string>();

answerHub<Asked>(parentPort, (asked) => {
  if ('report' in asked) {
    const whom = (people: readonly string[]) =>
      people.map((person) => ({ person, code: codes.get(person) ?? '', drawn: membersOnce.has(person) }));
    return { report: fairnessReport(draws, asked.report), people: whom([...codes.keys()]) };
  }
  learn(JSON.parse(asked.learn.transcript) as Transcript, JSON.parse(asked.learn.identities) as Identity[]);
  return draws.length;
});

function learn({ drawId, input, result }: Transcript, identities: readonly Identity[]): void {
  if (input.kind !== 'panel') return;
  const members = (result as PanelResult).panel.map(({ id }) => id);
  const chances = chancesOf(input, members, drawId, replaysOf(input.candidates.length));
  const pseudonyms = new Map(identities.map(({ realId, pseudonym }) => [realId, pseudonym]));
  const people = new Map(identities.map(({ realId, pseudonym }) => [pseudonym, realId]));
  const personOf = (id: string) => people.get(id) ?? id;
  const candidateOf = (person: string) => pseudonyms.get(person) ?? person;
  for (const { realId, salt } of identities)
    if (!codes.has(realId))
      codes.set(realId, digestOf(['kawei/fairness@1', realId, salt]).slice(0, CODE_DIGITS));
  const panel = members.map(personOf);
  for (const person of panel) membersOnce.add(person);
  draws.push({
    // Whoever was excluded could not be drawn: that is no time at which it could have happened.
    candidates: eligible(input).map(({ id }) => personOf(id)),
    panel,
    chances: {
      method: chances.method,
      of: (person) => chances.of(candidateOf(person)),
      ofBoth: (a, b) => chances.ofBoth(candidateOf(a), candidateOf(b)),
    },
  });
}
