/** How a draw came to its result, in words: of the whole, and of one candidate or occupant. */
import { Refusal } from '../catalogue/refusal.ts';
import type { Text } from '../catalogue/text.ts';
import { halvesOf } from '../catalogue/words.ts';
import { type Beacon, standingOf } from './beacon.ts';
import { smallestRequirements, wordsOf } from './conflict.ts';
import type { Candidate } from './full-panel.ts';
import type { DrawInput, PanelInput, SeatsInput } from './input.ts';
import { eligible, inTicketOrder, type PanelMember, type PanelResult, replacementFor } from './panel.ts';
import { isExactlyUniform, type SeatsResult } from './seats/draw-seats.ts';
import { type SitesResult, sitesWords } from './sites.ts';
import type { Transcript } from './transcript.ts';

/** What became of a candidate. */
export type Standing =
  | 'excluded'
  | 'site-not-listed'
  | 'category-not-wanted'
  | 'taken'
  | 'no-full-panel'
  | 'panel-was-full';

export interface CandidateStory {
  readonly id: string;
  readonly standing: Standing;
  /** Place in the drawn order, from 1; null for those who have no part. */
  readonly order: number | null;
  readonly ticket: string | null;
  /** category → place among its reserves, from 1. */
  readonly reserve: Readonly<Record<string, number>>;
  readonly text: readonly Text[];
}

/** What a whole draw rested on. */
export function explainDraw(transcript: Transcript): Text[] {
  const { reveals, withheld, beacon, input, result } = transcript;
  const parties = reveals.map(({ party }) => party);
  return [
    {
      zh: `种子由 ${parties.join('、')} 揭示的随机数共同生成。`,
      en: `The seed was made together of the numbers that ${parties.join(', ')} revealed.`,
    },
    ...withheld.map(({ party, reason }) => withheldWords(party, halvesOf(reason))),
    beacon
      ? beaconWords(beacon)
      : {
          zh: '没有公共信标：只有各方都不因拒不揭示而得利时，种子才可靠。',
          en: 'There was no public beacon: the seed is safe only if no party can gain from withholding.',
        },
    resultWords(input, result),
  ];
}

function withheldWords(party: string, reason: Text): Text {
  return {
    zh: `${party} 未揭示（${reason.zh}），其随机数不计入。`,
    en: `${party} withheld (${reason.en}); its number is left out.`,
  };
}

/** What a public value adds to the seed, in words. */
export function beaconWords(beacon: Beacon): Text {
  const name = [beacon.source, beacon.round].filter((word) => word !== '').join(' ');
  return standingOf(beacon) === 'verified'
    ? {
        zh: `加入了公共信标 ${name}，其签名已核验；该轮公布之前无人能预知。`,
        en: `A public value was added, ${name}; its signature is valid, and nobody could know it before that round.`,
      }
    : {
        zh: `加入了公共信标 ${name}，仅凭记录无法核验，请与其公布者查对。`,
        en: `A public value was added, ${name}; it cannot be checked from the record: compare it with whoever publishes it.`,
      };
}

function resultWords(input: DrawInput, result: Transcript['result']): Text {
  if (input.kind === 'sites') return sitesWords(input, result as SitesResult);
  return input.kind === 'panel'
    ? panelWords(input, result as PanelResult)
    : seatsWords(input, result as SeatsResult);
}

function panelWords(input: PanelInput, { panel }: PanelResult): Text {
  const { length } = eligible(input);
  return {
    zh: `${input.candidates.length} 名候选人中 ${length} 人参加排序，按序逐人考察，选出 ${panel.length} 人。`,
    en: `Of ${input.candidates.length} candidates ${length} took part; walked in the drawn order, ${panel.length} were taken.`,
  };
}

/** How the seats were drawn, in a sentence. */
export function seatsWords(input: SeatsInput, result: SeatsResult): Text {
  const { tries } = result;
  const people = input.occupants.length;
  switch (result.method) {
    case 'rejection':
      return {
        zh: `${people} 人随机排入 ${input.seats.length} 个席位，第 ${tries} 次试排首次做到同项目互不相邻，即为结果；所有合规排列机会均等。`,
        en: `${people} people were placed at random on ${input.seats.length} seats; try ${tries} was the first with no two of a project side by side. Every placement that keeps the rule was equally likely.`,
      };
    case 'counting':
      return {
        zh: `试排 ${tries} 次未成，改为逐一计数：合规排列共 ${result.parameters.placements} 种，等概率取其一。`,
        en: `After ${tries} failed tries all ${result.parameters.placements} placements that keep the rule were counted and one drawn, each equally likely.`,
      };
    case 'swap-chain':
      return {
        zh: `试排 ${tries} 次未成，改为随机交换 ${result.parameters.steps} 步：结果近似均匀。`,
        en: `After ${tries} failed tries a chain of ${result.parameters.steps} random swaps was made: the result is approximately uniform.`,
      };
  }
}

/** The members who took the places of those who left, one after the other (docs/draw.md, part 2). */
export function replacementsOf(
  input: PanelInput,
  seed: string,
  panel: readonly PanelMember[],
  left: readonly string[],
): { leaving: string; next: PanelMember | null }[] {
  let current = [...panel];
  const called = new Set(panel.map(({ id }) => id));
  return left.map((leaving) => {
    if (!current.some(({ id }) => id === leaving)) throw new Refusal('DRAW_NOT_A_MEMBER', { id: leaving });
    const next = replacementFor(input, seed, current, leaving, called);
    current = current.filter(({ id }) => id !== leaving);
    if (next) {
      current.push(next);
      called.add(next.id);
    }
    return { leaving, next };
  });
}

/** Why a candidate was or was not taken; `left` names, in order, members who have fallen out since. */
export function explainCandidate(
  transcript: Transcript,
  id: string,
  left: readonly string[] = [],
): CandidateStory {
  const { input, seed } = transcript;
  if (input.kind !== 'panel') throw new Refusal('DRAW_CANDIDATE_UNKNOWN', { id });
  const result = transcript.result as PanelResult;
  const candidate = input.candidates.find((entry) => entry.id === id);
  if (!candidate) throw new Refusal('DRAW_CANDIDATE_UNKNOWN', { id });
  const order = inTicketOrder(input, seed);
  const place = order.findIndex((entry) => entry.candidate.id === id);
  const ticketed = order[place];
  const reserve = Object.fromEntries(
    Object.entries(result.reserves)
      .map(([category, ids]) => [category, ids.indexOf(id) + 1] as const)
      .filter(([, at]) => at > 0),
  );
  const { standing, text } = standingIn(input, result, order, candidate, place);
  return {
    id,
    standing,
    order: ticketed ? place + 1 : null,
    ticket: ticketed?.ticket ?? null,
    reserve,
    text: [
      ...(ticketed
        ? [{ zh: `抽取序号第 ${place + 1} 位。`, en: `Number ${place + 1} in the drawn order.` }]
        : []),
      text,
      ...Object.entries(reserve).map(([category, at]) => ({
        zh: `专业“${category}”的第 ${at} 候补。`,
        en: `Reserve ${at} for category ${category}.`,
      })),
      ...replacementsOf(input, seed, result.panel, left).flatMap((change) => replacementWords(change, id)),
    ],
  };
}

/** What became of a candidate at a place of the drawn order, and why, in words. */
export function standingIn(
  input: PanelInput,
  { panel }: PanelResult,
  order: readonly { candidate: Candidate }[],
  candidate: Candidate,
  place: number,
): { standing: Standing; text: Text } {
  const { id, site } = candidate;
  const exclusion = input.excluded.find((entry) => entry.id === id);
  if (exclusion) {
    const { zh, en } = halvesOf(exclusion.reason);
    return {
      standing: 'excluded',
      text: { zh: `已回避，不参加抽取：${zh}。`, en: `Excluded, with no part in the draw: ${en}.` },
    };
  }
  if (place < 0)
    return {
      standing: 'site-not-listed',
      text: { zh: `场所“${site}”不在本次抽取之列。`, en: `Site ${site} is not listed in this draw.` },
    };
  const member = panel.find((entry) => entry.id === id);
  if (member)
    return {
      standing: 'taken',
      text: {
        zh: `轮到时，与此前入选者一起仍能组成完整的评标委员会，因此入选，专业“${member.category}”。`,
        en: `When reached, a full panel with those taken before was still possible: taken, for category ${member.category}.`,
      },
    };
  const members = new Set(panel.map((entry) => entry.id));
  const before = order
    .slice(0, place)
    .flatMap((entry) => (members.has(entry.candidate.id) ? [entry.candidate] : []));
  if (before.length === panel.length)
    return {
      standing: 'panel-was-full',
      text: { zh: '轮到之前评标委员会已满。', en: 'The panel was full before they were reached.' },
    };
  const wanted = input.categories.filter(({ count }) => count > 0);
  if (!wanted.some((category) => candidate.categories.includes(category.id)))
    return {
      standing: 'category-not-wanted',
      text: { zh: '没有所需的专业。', en: 'They have none of the categories wanted.' },
    };
  return { standing: 'no-full-panel', text: misfitWords(input, before, candidate) };
}

/** What cannot hold together once this candidate is on the panel with those taken before. */
function misfitWords(input: PanelInput, before: readonly Candidate[], candidate: Candidate): Text {
  const smallest = smallestRequirements(input, eligible(input), [...before, candidate]) ?? [];
  const { zh, en } = wordsOf(smallest);
  const ids = before.map(({ id }) => id);
  const with_ = { zh: ids.length > 0 ? `与已入选的 ${ids.join('、')} 一起` : '入选后', en: ids.join(', ') };
  return {
    zh: `${with_.zh}，无法再组成完整的评标委员会：以下要求不能同时满足：${zh}。因此未入选。`,
    en: `Passed over: with them${with_.en ? ` and those taken already (${with_.en})` : ''} no full panel was left, since these cannot hold together: ${en}.`,
  };
}

function replacementWords(
  { leaving, next }: { leaving: string; next: PanelMember | null },
  id: string,
): Text[] {
  if (leaving === id)
    return [
      next
        ? { zh: `后来退出，由 ${next.id} 接替。`, en: `Left later; ${next.id} took the place.` }
        : { zh: '后来退出，无人可接替。', en: 'Left later; nobody could take the place.' },
    ];
  if (next?.id === id)
    return [
      {
        zh: `${leaving} 退出后，按序第一个能使评标委员会重新完整的人，接替入选，专业“${next.category}”。`,
        en: `When ${leaving} left, the first in order with whom the panel was full again: called, for category ${next.category}.`,
      },
    ];
  return [];
}

/** How an occupant came to their seat. */
export function explainOccupant(
  transcript: Transcript,
  id: string,
): { id: string; seat: string; text: Text[] } {
  const { input } = transcript;
  const result = transcript.result as SeatsResult;
  const seat = input.kind === 'seats' ? result.placement[id] : undefined;
  const occupant = input.kind === 'seats' && input.occupants.find((entry) => entry.id === id);
  if (input.kind !== 'seats' || !occupant || seat === undefined)
    throw new Refusal('DRAW_CANDIDATE_UNKNOWN', { id });
  const groups = new Map([
    ...input.occupants.map((entry) => [result.placement[entry.id] ?? '', entry.group] as const),
    ...(input.taken ?? []).map((entry) => [entry.seat, entry.group] as const),
  ]);
  const beside = [
    ...new Set(input.adjacent.flatMap(([a, b]) => (a === seat ? [b] : b === seat ? [a] : []))),
  ].filter((neighbour) => groups.has(neighbour));
  return {
    id,
    seat,
    text: [
      seatsWords(input, result),
      { zh: `席位 ${seat}。`, en: `Seat ${seat}.` },
      {
        zh: `相邻席位中有人的：${beside.join('、') || '无'}，均为其他项目的专家。`,
        en: `Neighbouring seats with people: ${beside.join(', ') || 'none'}, all of other projects.`,
      },
      ...(isExactlyUniform(result)
        ? []
        : [{ zh: '本次结果近似均匀。', en: 'This result is approximately uniform.' }]),
    ],
  };
}
