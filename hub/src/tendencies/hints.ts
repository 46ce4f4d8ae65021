/** What is unusual in single projects, as one list over all of them. */
import type { HintQuery, HintRow } from '#shared/protocol/look-back.ts';
import type { LookbackFlag } from '#shared/protocol/views.ts';
import type { Looked, LookedExpert } from './looking.ts';
import { within } from './period.ts';

/** Sheets of which at most this share of honest ones look so are listed. */
const HINT_SHARE = 0.01;

/** Every hint of a project, with its flags. */
export function hintsOf(looked: Looked, flags: readonly LookbackFlag[]): HintRow[] {
  return [...flagHints(looked, flags), ...restingHint(looked), ...alikeHints(looked)];
}

/** Those that are asked for. Refuses DAY_NONE and PERIOD_BACKWARDS. */
export function soughtHints(hints: readonly HintRow[], query: HintQuery): HintRow[] {
  const { kind, state, site, project, expert, party } = query;
  const inPeriod = within(query);
  return hints.filter(
    (row) =>
      inPeriod(row.at) &&
      (kind === undefined || row.kind === kind) &&
      (state === undefined || row.state === state) &&
      (site === undefined || row.site === site) &&
      (project === undefined || holds(project, row.project, row.title)) &&
      (expert === undefined || holds(expert, row.person, row.name)) &&
      (party === undefined || holds(party, row.party ?? '', row.bidderName ?? '')),
  );
}

/** Whether what is sought is part of a name or an id. */
export function holds(sought: string, ...texts: readonly string[]): boolean {
  const part = sought.trim().toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(part));
}

/** What a row says of a project and of one of its experts. */
function about({ project, title, at, sealed }: Looked, { expert, person, name, site }: LookedExpert) {
  return { project, title, at, sealed, expert, person, name, site };
}

function ofBidder({ bidders }: Looked, id: string | null) {
  const bidder = bidders.find((one) => one.id === id);
  return { bidder: id, bidderName: bidder?.name ?? null, party: bidder?.party ?? null };
}

function flagHints(looked: Looked, flags: readonly LookbackFlag[]): HintRow[] {
  return flags.flatMap((flag) => {
    const expert = looked.experts.find((one) => one.expert === flag.expert);
    if (!expert) return [];
    return [
      {
        ...about(looked, expert),
        ...ofBidder(looked, flag.bidder),
        kind: flag.rule.startsWith('percent') ? 'percent' : 'abnormal',
        flag: flag.id,
        state: flag.state === 'open' ? 'open' : 'answered',
        answer: flag.state,
        item: flag.item === null ? null : (looked.items.get(flag.item) ?? flag.item),
        direction: flag.direction,
        rankingWouldChange: flag.rankingWouldChange,
        share: null,
      },
    ];
  });
}

const unasked = { flag: null, state: 'unasked', answer: null, item: null, direction: null } as const;

function restingHint(looked: Looked): HintRow[] {
  const { resting } = looked;
  const expert = looked.experts.find((one) => one.expert === resting?.expert);
  if (!resting || !expert) return [];
  return [
    {
      ...about(looked, expert),
      ...ofBidder(looked, resting.first),
      ...unasked,
      kind: 'resting',
      rankingWouldChange: true,
      share: resting.otherwise,
    },
  ];
}

function alikeHints(looked: Looked): HintRow[] {
  return looked.experts.flatMap((expert) =>
    expert.alike && expert.alike.share < HINT_SHARE
      ? [
          {
            ...about(looked, expert),
            ...ofBidder(looked, null),
            ...unasked,
            kind: 'alike' as const,
            rankingWouldChange: false,
            share: expert.alike.share,
          },
        ]
      : [],
  );
}
