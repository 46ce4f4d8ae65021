/** A large pool as a list in a file, and the project whose panel is asked for from it: the same each time. */
import { digestOf } from '#shared/canonical/index.ts';
import type { Project } from '#shared/projects/project.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { numbers } from '../draw/workload.ts';

export const CITIES = 20;
export const sites = Array.from({ length: CITIES }, (_, at) => `city${at}`);
const CATEGORIES = ['k0', 'k1', 'k2'];
const HEAD =
  'id,name,idNumber,badge,categories,site,employer,keyFingerprint,employerCode,since,employments,kin,unavailable';

/** CSV: everybody has a history, a third a relative who works somewhere, a tenth a day on which they cannot come. */
export function poolCsv(experts: number): Uint8Array {
  const below = numbers(7);
  const houses = Math.max(10, Math.ceil(experts / 12));
  const house = () => `第${below(houses)}建设集团有限公司`;
  const lines = Array.from({ length: experts }, (_, index) => {
    const categories = CATEGORIES.filter((_, at) => at === index % 3 || below(3) === 0).join(';');
    const idNumber = withCheckDigit(
      `340104${1960 + (index % 35)}0${1 + (index % 9)}1${index % 10}${String(index % 1000).padStart(3, '0')}`,
    );
    const kin = below(3) === 0 ? `王某|配偶|${house()}|` : '';
    const away = below(10) === 0 ? '2027-03-01~2027-03-07' : '';
    return [
      `E${index}`,
      `专家${index}`,
      idNumber,
      `ZJ-${index}`,
      categories,
      sites[below(CITIES)],
      house(),
      digestOf(['key', index]),
      '',
      '2012-05-01',
      `${house()}||职工|2005-07-01|2012-04-30;${house()}||职工|1999-07-01|2005-06-30`,
      kin,
      away,
    ].join(',');
  });
  return new TextEncoder().encode([HEAD, ...lines].join('\n'));
}

function withCheckDigit(seventeen: string): string {
  const sum = [...seventeen].reduce(
    (total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11),
    0,
  );
  return seventeen + '10X98765432'[sum % 11];
}

/** Nine members from everybody in the pool. */
export function projectOf(id: string): Project {
  const project = smallProject();
  return {
    ...project,
    id,
    panel: {
      categories: CATEGORIES.map((category) => ({ id: category, count: 3 })),
      sites: sites.map((site, at) => ({ id: site, min: at < 4 ? 1 : 0, max: 2 })),
      maxPerEmployer: 1,
      reserves: 5,
    },
  };
}
