/** A site on the morning of a full day: a hall with a booth at each seat, and everybody of its pool on some panel. */
import { sha256Hex } from '#shared/canonical/index.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import { idNumberValid } from '#shared/pool/id-number.ts';
import type { ProjectView } from '#shared/protocol/views.ts';
import { Desk } from '#test/demo/desk.ts';
import { type Account, Refused, Staff } from '#test/demo/staff.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';

const PANEL = 5;
const COLUMNS = 20;
const password = 'a-long-password';
const account = (user: string, role: Account['role'], site?: string): Account => ({
  ...{ user, name: user, role, password },
  ...(site ? { site } : {}),
});

export const deskAccount = account('desk', 'hall', 'HF');

/** Sets everything up through the hub's own pages' requests; gives who is to come: `people`, in panels of five. */
export async function openTown(
  address: string,
  administrators: readonly { user: string; password: string }[],
  people: number,
): Promise<PoolExpert[]> {
  const admin = (user: string, role: Account['role']) =>
    Staff.signIn(address, {
      ...account(user, role),
      password: administrators.find((one) => one.user === user)?.password ?? '',
    });
  const system = await admin('sysadmin', 'system-admin');
  const security = await admin('secadmin', 'security-admin');
  await system.send('POST', '/api/sites', { id: 'HF', name: '合肥评标中心', city: '合肥市' });
  const rows = Math.ceil(people / COLUMNS);
  await system.send('POST', '/api/halls', { id: 'HF1', site: 'HF', name: '一厅', rows, columns: COLUMNS });
  for (let place = 0; place < rows * COLUMNS; place++) {
    const seat = `HF1-${two(1 + Math.trunc(place / COLUMNS))}${two(1 + (place % COLUMNS))}`;
    await system.send('POST', '/api/booths', { id: `T-${seat}`, hall: 'HF1', seat });
  }
  const experts = Array.from({ length: people }, (_, n) => expert(n));
  await system.send('POST', '/api/experts', { experts });
  const agency = account('agency', 'agency');
  for (const { user, name, role, site } of [deskAccount, agency])
    await security.send('POST', '/api/users', { user, name, role, password, ...(site ? { site } : {}) });
  await drawPanels(address, await Staff.signIn(address, agency), people / PANEL);
  return experts;
}

/** One panel after the other: each from whom the ones before have left. */
async function drawPanels(address: string, agency: Staff, panels: number): Promise<void> {
  const desk = await Desk.open(address, deskAccount);
  for (let n = 1; n <= panels; n++) {
    const small = smallProject();
    const sites = [{ id: 'HF', min: PANEL, max: PANEL }];
    const project = { ...small, id: `P-${n}`, panel: { ...small.panel, sites, reserves: 0 } };
    await agency.send('POST', '/api/projects', { project });
    await agency.send('POST', `/api/projects/${project.id}/freeze`);
    await askForPanel(agency, project.id);
    while ((await agency.get<ProjectView>(`/api/projects/${project.id}`)).members.length === 0)
      await desk.takePart();
  }
}

/** The hub takes so many of these a minute. */
async function askForPanel(agency: Staff, project: string): Promise<void> {
  try {
    await agency.send('POST', `/api/projects/${project}/panel`, { excluded: [] });
  } catch (error) {
    if (!(error instanceof Refused && error.refusal.code === 'TOO_MANY_REQUESTS')) throw error;
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await askForPanel(agency, project);
  }
}

function expert(n: number): PoolExpert {
  const body = `34010419${String(60 + (n % 30))}0101${String(n).padStart(3, '0')}`;
  const check = [...'0123456789X'].find((character) => idNumberValid(body + character)) ?? '';
  return {
    id: `E-${n}`,
    name: `专家${n}`,
    idNumber: body + check,
    badge: `ZJ-${10_000 + n}`,
    categories: ['A'],
    site: 'HF',
    employer: `单位${n}`,
    keyFingerprint: sha256Hex(`key ${n}`),
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
