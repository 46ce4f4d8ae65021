/** The town of a simulated morning, made from its seed: sites, halls, booths, the pool, and the projects to evaluate. */
import { sha256Hex } from '#shared/canonical/index.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import type { Project } from '#shared/projects/project.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import type { BoothPlace } from './booth-node.ts';
import type { Chance } from './chance.ts';
import type { Keys } from './keys.ts';

export interface TownHall {
  readonly id: string;
  readonly site: string;
  readonly rows: number;
  readonly columns: number;
}

export interface Town {
  readonly sites: readonly string[];
  readonly halls: readonly TownHall[];
  readonly booths: readonly BoothPlace[];
  readonly people: readonly PoolExpert[];
  readonly projects: readonly Project[];
}

const PANEL = 5;
/** Booths for each expert of a panel: neighbours may not be of one project, and a machine may fail. */
const BOOTHS_PER_PANEL = 10;

export function makeTown(booths: number, chance: Chance, keys: Keys): Town {
  const panels = Math.max(1, Math.floor(booths / BOOTHS_PER_PANEL));
  const sites = ['JZ', 'HC', 'LX'].slice(0, Math.min(3, Math.max(2, Math.ceil(panels / 2))));
  const projects = Array.from({ length: panels }, (_, n) => makeProject(n + 1, sites, chance));
  const perSite = Math.ceil(booths / sites.length);
  const columns = Math.ceil(Math.sqrt(perSite * 1.5));
  const halls = sites.map((site) => ({ id: `${site}1`, site, rows: Math.ceil(perSite / columns), columns }));
  return {
    sites,
    halls,
    booths: halls.flatMap((hall) => boothsOf(hall, perSite, chance)).slice(0, booths),
    people: makePeople(sites, panels, keys),
    projects,
  };
}

function boothsOf({ id: hall, site, columns }: TownHall, count: number, chance: Chance): BoothPlace[] {
  const two = (value: number) => String(value).padStart(2, '0');
  return Array.from({ length: count }, (_, n) => {
    const seat = `${hall}-${two(1 + Math.floor(n / columns))}${two(1 + (n % columns))}`;
    return { booth: `T-${seat}`, seat, hall, site, token: chance.hex(16) };
  });
}

/** Of each site as many as every panel could take from there, and some to replace them. */
function makePeople(sites: readonly string[], panels: number, keys: Keys): PoolExpert[] {
  return sites.flatMap((site, s) =>
    Array.from({ length: panels * 3 + 6 }, (_, n): PoolExpert => {
      const index = s * 100 + n;
      const name = `专家〔${site}${String(n + 1).padStart(3, '0')}〕`;
      return {
        id: `EX${index}`,
        name,
        idNumber: idNumberOf(index),
        badge: `ZJ${1000 + index}`,
        categories: ['A'],
        site,
        employer: `单位${index}`,
        keyFingerprint: certificateFingerprint(keys.of(name).certificate),
      };
    }),
  );
}

/** 18 characters with the check digit of GB 11643 (ISO 7064 MOD 11-2). */
function idNumberOf(index: number): string {
  const body = `32010219700101${String(index).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}

function makeProject(number: number, sites: readonly string[], chance: Chance): Project {
  const id = `P-${number}`;
  const own = chance.fork(id);
  const used = own.some(sites, 2);
  const items = own.whole(2, 5);
  const steps = [500, 1000, 250];
  const subjective = Array.from({ length: items }, (_, n) => ({
    id: `T${n + 1}`,
    section: 'technical' as const,
    title: `评分项${n + 1}`,
    max: 10_000 + 5_000 * own.whole(0, 3),
    step: own.pick(steps),
    kind: 'subjective' as const,
  }));
  const objective = { id: 'O1', section: 'commercial', title: '证书', max: 10_000, step: 2500 } as const;
  const formulas: Project['price']['formula'][] = [
    { kind: 'lowest-first' },
    {
      ...({
        kind: 'benchmark-mean',
        trim: own.pick(['auto', 'none']),
        factor: own.whole(950, 1000),
      } as const),
      ...{ perPercentAbove: own.whole(200, 900), perPercentBelow: own.whole(100, 500), floor: 5000 },
    },
  ];
  return {
    format: 'kawei/project@1',
    id,
    title: `工程【${number}】施工`,
    regime: 'bidding',
    items: [...subjective, { ...objective, kind: 'objective' }],
    price: { max: 30_000, decimals: own.whole(0, 3), formula: own.pick(formulas) },
    aggregation: {
      kind: own.pick(['mean', 'trimmed-mean', 'strike-widest-then-trim']),
      decimals: own.whole(1, 3),
    },
    bidders: Array.from({ length: own.whole(3, 6) }, (_, n) => ({
      id: `B${n + 1}`,
      name: `投标人《${number}·${n + 1}》`,
      party: sha256Hex(`${number}-${n}`).slice(0, 18).toUpperCase(),
      price: own.whole(900_000_00, 1_100_000_00),
    })),
    panel: {
      categories: [{ id: 'A', count: PANEL }],
      sites: used.map((site, n) => ({ id: site, min: n === 0 ? 2 : 2, max: 3 })),
      maxPerEmployer: 1,
      reserves: 3,
    },
    lookback: {
      ...{ percent: own.whole(20, 40), basis: own.pick(['all', 'others', 'median']), falseAlarm: 0.01 },
      ...rulesOfFlags(own),
    },
  };
}

/** Half of the projects have no rules of their own for flags, and no limits. */
function rulesOfFlags(own: Chance): Partial<Project['lookback']> {
  if (own.pick([true, false])) return {};
  return {
    consequence: own.pick(['explain', 'note', 'vote']),
    minutes: own.whole(3, 30),
    review: own.pick(['none', 'supervisor']),
  };
}
