/** What the demo's hub is set up with: sites, halls, terminals, users, the pool; all through the hub's own pages. */
import type { Project } from '#shared/projects/project.ts';
import type { Person } from './people.ts';
import { type Account, Staff } from './staff.ts';

/** Every demo sign-in has this password. */
export const PASSWORD = 'kawei-demo-2026';

const cities: readonly { city: string; name: string; hall: string }[] = [
  { city: '江州市', name: '江州市公共资源交易中心', hall: '一号评标大厅' },
  { city: '和川市', name: '和川市公共资源交易中心', hall: '卡位评标厅' },
  { city: '临溪市', name: '临溪市公共资源交易中心', hall: '评标厅' },
  { city: '青浦县', name: '青浦县公共资源交易中心', hall: '评标厅' },
];

export interface TownSite {
  readonly id: string;
  readonly name: string;
  readonly hall: string;
  readonly hallName: string;
}

/** A terminal as the hub knows it, with the token told at its registration. */
export interface RegisteredBooth {
  readonly booth: string;
  readonly seat: string;
  readonly hall: string;
  readonly token: string;
}

export interface Town {
  readonly sites: readonly TownSite[];
  readonly accounts: readonly Account[];
  readonly booths: readonly RegisteredBooth[];
}

/** Sites named by any project; each gets a hall with room for all who may be sent there, neighbours apart. */
export async function buildTown(
  address: string,
  administrators: ReadonlyMap<string, string>,
  projects: readonly Project[],
  people: readonly Person[],
): Promise<Town> {
  const admin = (user: string, role: Account['role']) =>
    Staff.signIn(address, { user, name: user, role, password: administrators.get(user) ?? '' });
  const system = await admin('sysadmin', 'system-admin');
  const security = await admin('secadmin', 'security-admin');
  const sites = siteIds(projects).map((id, index): TownSite & { city: string } => {
    const { city, name, hall } = cities[index % cities.length] ?? {
      city: id,
      name: '交易中心',
      hall: '评标厅',
    };
    return { id, city, name: index < cities.length ? name : `${name} ${id}`, hall: `${id}1`, hallName: hall };
  });
  const booths: RegisteredBooth[] = [];
  for (const { id, name, city, hall, hallName } of sites) {
    await system.send('POST', '/api/sites', { id, name, city });
    const { rows, columns } = sizeFor(mostAt(id, projects));
    await system.send('POST', '/api/halls', { id: hall, site: id, name: hallName, rows, columns });
    for (let place = 0; place < rows * columns; place++) {
      const row = String(1 + Math.trunc(place / columns)).padStart(2, '0');
      const seat = `${hall}-${row}${String(1 + (place % columns)).padStart(2, '0')}`;
      const booth = `T-${seat}`;
      const { token } = await system.send<{ token: string }>('POST', '/api/booths', {
        id: booth,
        hall,
        seat,
      });
      booths.push({ booth, seat, hall, token });
    }
  }
  await system.send('POST', '/api/experts', { experts: people.map(({ keyFile: _, ...expert }) => expert) });
  const accounts = accountsFor(sites);
  for (const { user, name, role, password, site } of accounts) {
    await security.send('POST', '/api/users', { user, name, role, password, ...(site ? { site } : {}) });
  }
  return { sites, accounts, booths };
}

function accountsFor(sites: readonly (TownSite & { city: string })[]): Account[] {
  const password = PASSWORD;
  return [
    { user: 'agency', name: '代理机构 周敏', role: 'agency', password },
    { user: 'supervisor', name: '行政监督 高峰', role: 'supervisor', password },
    { user: 'discipline', name: '纪检监察 宋洁', role: 'discipline', password },
    ...sites.map(({ id, city }): Account => {
      return {
        user: `hall-${id.toLowerCase()}`,
        name: `${city}场地服务台`,
        role: 'hall',
        password,
        site: id,
      };
    }),
  ];
}

function siteIds(projects: readonly Project[]): string[] {
  return [...new Set(projects.flatMap(({ panel }) => panel.sites.map((site) => site.id)))];
}

function mostAt(site: string, projects: readonly Project[]): number[] {
  return projects.map(({ panel }) => {
    const size = panel.categories.reduce((sum, category) => sum + category.count, 0);
    return Math.min(size, panel.sites.find((entry) => entry.id === site)?.max ?? 0);
  });
}

/** A hall where so many of each project can sit with nobody beside one of their own, and some seats to spare. */
function sizeFor(projects: readonly number[]): { rows: number; columns: number } {
  const people = projects.reduce((sum, count) => sum + count, 0);
  const seats = Math.max(people + 3, 3 * Math.max(...projects));
  const rows = Math.max(2, Math.round(Math.sqrt(seats * 0.7)));
  return { rows, columns: Math.max(2, Math.ceil(seats / rows)) };
}
