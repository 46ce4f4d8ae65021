/** The demo's experts: made-up persons, each with a badge, an identity number and a simulated USB key. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import type { Project } from '#shared/projects/project.ts';
import { certificateFingerprint } from '#shared/signature/certificates.ts';
import type { Authority } from '../simulators/authority/authority.ts';

/** Every demo key opens with it. */
export const PIN = '123456';

/** One person of the pool, with the file that stands for their key. */
export interface Person extends PoolExpert {
  readonly keyFile: string;
}

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const givenNames = [
  '建国',
  '秀英',
  '志强',
  '桂兰',
  '国庆',
  '淑珍',
  '文博',
  '晓燕',
  '永康',
  '雅琴',
  '德明',
  '海霞',
  '振华',
];
const employers = [
  '交通规划设计院',
  '理工大学',
  '建筑科学研究所',
  '工程咨询中心',
  '信息技术学院',
  '财经大学',
  '市政设计院',
];
const regions = ['320102', '320402', '330106', '340104', '370202', '420106'];

/** People beyond those the projects need, of each category and site, so that one can start another by hand. */
const SPARE = 2;

/**
 * Makes the pool for these projects: of each category at each site as many as are asked for, and some to spare. Keys
 * take time to make: only the first `keyed` have one in their file, the others can do all but sit down.
 */
export async function makePeople(
  projects: readonly Project[],
  authority: Authority,
  keys: string,
  keyed = Number.POSITIVE_INFINITY,
): Promise<Person[]> {
  mkdirSync(keys, { recursive: true });
  const places = placesFor(projects);
  return Promise.all(
    places.map(async ({ category, site }, index): Promise<Person> => {
      const name = nameOf(index);
      const badge = `ZJ${String(10_001 + index * 37)}`;
      const keyFile = join(keys, `${badge}-${name}.p12`);
      return {
        ...{ id: `EX${String(index + 1).padStart(4, '0')}`, name, badge, site, keyFile },
        idNumber: idNumberOf(index),
        categories: [category],
        employer: `${'江河湖海山川平原'[index % 8]}${'东南西北中'[index % 5]}${employers[index % employers.length]}`,
        keyFingerprint: index < keyed ? await makeKey(authority, name, keyFile) : sha256Hex(badge),
      };
    }),
  );
}

/** Writes a key that the PIN opens; the fingerprint of its certificate. */
async function makeKey(authority: Authority, name: string, file: string): Promise<string> {
  const { p12, certificate } = await authority.issue({ commonName: name, pin: PIN });
  writeFileSync(file, p12);
  return certificateFingerprint(certificate);
}

function placesFor(projects: readonly Project[]): { category: string; site: string }[] {
  const needed = new Map<string, number>();
  for (const { panel } of projects) {
    for (const category of panel.categories) {
      for (const site of panel.sites) {
        const key = JSON.stringify([category.id, site.id]);
        needed.set(key, (needed.get(key) ?? SPARE) + Math.min(category.count, site.max));
      }
    }
  }
  return [...needed].flatMap(([key, count]) => {
    const [category = '', site = ''] = JSON.parse(key) as string[];
    return Array.from({ length: count }, () => ({ category, site }));
  });
}

function nameOf(index: number): string {
  const surname = surnames[(index * 7) % surnames.length] ?? '王';
  return `${surname}${givenNames[(index * 5 + Math.trunc(index / surnames.length)) % givenNames.length]}`;
}

/** 18 characters, others for each of the first 6,000, with the check digit of GB 11643 (ISO 7064 MOD 11-2). */
export function idNumberOf(index: number): string {
  const born = `${1955 + (index % 30)}${String(1 + (index % 12)).padStart(2, '0')}${String(1 + (index % 28)).padStart(2, '0')}`;
  const body = `${regions[index % regions.length]}${born}${String(100 + (index % 900))}`;
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  return `${body}${'10X98765432'[sum % 11]}`;
}
