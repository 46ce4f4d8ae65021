/** The pool at the hub's doors: lists from files as a whole or not at all, looked through by pages, changed with a trace. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { tableFaults } from '#hub/recovery/read-tables.ts';
import { migrations, rooms } from '#hub/rooms.ts';
import { readSettings } from '#hub/settings.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import type { ExpertView, PoolPage } from '#shared/protocol/pool-views.ts';
import { freshPostgres } from '#test/databases/place.ts';
import { type Refused, Staff } from '#test/demo/staff.ts';
import { poolList } from '#test/pages/admin-fixtures.ts';
import { xlsxOf } from '#test/pages/xlsx.ts';
import { codeOf } from '#test/rehearsal/at-the-door.ts';

const folder = mkdtempSync(join(tmpdir(), 'kawei-pool-'));
let running: RunningHub;
let admin: Staff;

beforeAll(async () => {
  const settings = { KAWEI_DATA: folder, KAWEI_PORT: '0', KAWEI_DATABASE_URL: await freshPostgres() };
  running = await startHub(readSettings(settings));
  const password = running.firstUsers.find(({ user }) => user === 'sysadmin')?.password ?? '';
  admin = await Staff.signIn(running.address, { user: 'sysadmin', name: '', role: 'system-admin', password });
  await admin.send('POST', '/api/sites', { id: 'HF', name: '合肥', city: '合肥市' });
});
afterAll(async () => {
  // What the tables say follows from the ledger.
  expect(await tableFaults(running.hub.store, rooms, migrations)).toEqual([]);
  await running.close();
  rmSync(folder, { recursive: true });
});

const fields = [
  'id',
  'name',
  'idNumber',
  'badge',
  'categories',
  'site',
  'employer',
  'keyFingerprint',
] as const;
const cellsOf = (expert: PoolExpert) => fields.map((field) => String(expert[field]));
const csvOf = (experts: readonly PoolExpert[], head: readonly string[] = fields) =>
  new TextEncoder().encode(
    [head, ...experts.map(cellsOf)].map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\n'),
  );
const give = (file: Uint8Array) => admin.send<{ imported: number }>('POST', '/api/experts/file', file);
const page = (query = '') => admin.get<PoolPage>(`/api/experts?${query}`);
const expert = (id: string) => admin.get<ExpertView>(`/api/experts/${id}`);
const refusal = (asked: Promise<unknown>): Promise<RefusalMessage> =>
  asked.then(
    () => Promise.reject(new Error('not refused')),
    (error: unknown) => (error as Refused).refusal,
  );

/** More than one entry of the ledger holds. */
const many = poolList('HF', 1000).map((one, index) => ({
  ...one,
  badge: `ZJ-${index}`,
  keyFingerprint: sha256Hex(String(index)),
}));

describe('a list', () => {
  it('with a fault at its last row alone changes nothing, in whatever file it is', async () => {
    const last = many.at(-1) as PoolExpert;
    const spoilt = [...many.slice(0, -1), { ...last, badge: many[0]?.badge ?? '' }];
    const size = running.hub.spine.size;
    for (const file of [csvOf(spoilt), xlsxOf([fields, ...spoilt.map(cellsOf)])]) {
      const { code, faults } = await refusal(give(file));
      expect(code).toBe('POOL_INVALID');
      expect(faults).toEqual([
        {
          code: 'EXPERT_BADGE',
          place: 'rows[1001].badge',
          message: { zh: '工作证号 ZJ-0 已被使用。', en: 'Badge ZJ-0 belongs to another expert.' },
        },
      ]);
    }
    expect(running.hub.spine.size).toBe(size);
    expect(await page()).toMatchObject({ total: 0, rows: [] });
  });

  it('tells faults of form and faults beside the pool at once, in order of row', async () => {
    const [one, two, three] = many;
    if (!one || !two || !three) throw new Error('too few');
    const { faults } = await refusal(
      give(
        csvOf([
          { ...one, site: 'NJ' },
          { ...two, badge: '#' },
          { ...three, idNumber: '340104196803124510' },
        ]),
      ),
    );
    expect(faults.map(({ place, code }) => `${place} ${code}`)).toEqual([
      'rows[2].site SITE_UNKNOWN',
      'rows[3].badge POOL_CELL',
      'rows[4].idNumber EXPERT_ID_NUMBER',
    ]);
  });

  it('is imported as a whole, in entries of a size that a ledger bears', async () => {
    const size = running.hub.spine.size;
    expect(await give(csvOf(many))).toEqual({ imported: 1000 });
    // Three parts, and that the list is complete.
    expect(running.hub.spine.size).toBe(size + 4);
    expect((await page()).total).toBe(1000);
  });

  it('may give two experts each other’s badges, wherever they stand in it', async () => {
    const [first, last] = [many[0], many.at(-1)];
    if (!first || !last) throw new Error('too few');
    await give(
      csvOf([{ ...first, badge: last.badge }, ...many.slice(1, -1), { ...last, badge: first.badge }]),
    );
    expect(await expert(first.id)).toMatchObject({ badge: last.badge });
    expect(await expert(last.id)).toMatchObject({ badge: first.badge });
    expect((await page()).total).toBe(1000);
    await give(csvOf(many));
  });

  it('is the system administrator’s alone', async () => {
    const stranger = await fetch(`${running.address}/api/experts/file`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'x',
    });
    expect(stranger.status).toBe(401);
  });

  it('has a template', async () => {
    const { text } = await admin.look('/api/experts/template.csv');
    expect(text).toContain('"编号*","姓名*","身份证号码*"');
  });
});

describe('the pool', () => {
  it('is looked through by page, name, badge, category and site, ID numbers masked', async () => {
    const first = await page('page=1&size=5');
    const second = await page('page=2&size=5');
    expect([first.rows.length, second.rows.length, first.sites]).toEqual([5, 5, ['HF']]);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(10);
    expect(first.rows[0]?.idNumberMasked).toMatch(/^340\*{11}/);
    expect((await page('text=zj-77')).rows.map(({ badge }) => badge).sort()[0]).toBe('ZJ-77');
    expect((await page('text=%25')).total).toBe(0);
    expect((await page('category=C09')).total).toBe(250);
    expect((await page('category=C0')).total).toBe(0);
    expect((await page('site=NJ')).total).toBe(0);
  });
});

describe('an expert', () => {
  const id = many[0]?.id ?? '';
  const change = (what: string, body: object) => admin.send('POST', `/api/experts/${id}/${what}`, body);

  it('who goes to another employer keeps the former in the history, also when a list says so', async () => {
    const before = (await expert(id)).employer;
    await change('employments', {
      employment: { employer: '新单位有限公司', role: 'director', from: '2026-06-01', until: null },
      reason: '调动函',
    });
    expect(await expert(id)).toMatchObject({
      employment: { employer: '新单位有限公司', role: 'director', from: '2026-06-01', until: null },
      employments: [{ employer: before, role: 'employee', from: null, until: '2026-05-31' }],
    });
    await give(csvOf([{ ...(many[0] as PoolExpert), employer: '第三单位' }]));
    const { employment, employments } = await expert(id);
    expect(employment).toMatchObject({ employer: '第三单位', role: 'employee', from: null });
    expect(employments.map(({ employer }) => employer)).toEqual([before, '新单位有限公司']);
    expect(employments[1]?.until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('is suspended and let in again, with who did it and why; a list lifts nothing', async () => {
    await change('suspensions', { from: '2020-01-01', until: null, reason: '违规记分满 12 分' });
    await give(csvOf([many[0] as PoolExpert]));
    expect(await expert(id)).toMatchObject({
      suspended: true,
      suspensions: [{ suspension: 1, by: 'user:sysadmin' }],
    });
    expect((await page('suspended=1')).rows.map((row) => row.id)).toEqual([id]);
    await change('suspensions/1/lift', { reason: '期满' });
    expect(await codeOf(change('suspensions/1/lift', { reason: '期满' }))).toBe('SUSPENSION_UNKNOWN');
    expect(await expert(id)).toMatchObject({
      suspended: false,
      suspensions: [{ lifted: { reason: '期满' } }],
    });
    expect((await page('suspended=1')).total).toBe(0);
  });

  it('has kin and days, and a trace of every change', async () => {
    const kin = [{ name: '李四', relation: '配偶', employer: '丙公司' }];
    await change('kin', { kin, reason: '年度申报' });
    await change('availability', {
      unavailable: [{ from: '2026-12-01', until: '2026-12-07' }],
      reason: '住院',
    });
    const backwards = { unavailable: [{ from: '2026-12-07', until: '2026-12-01' }], reason: '住院' };
    expect((await refusal(change('availability', backwards))).faults.map(({ code }) => code)).toEqual([
      'PERIOD_BACKWARDS',
    ]);
    expect(await codeOf(admin.send('POST', '/api/experts/NOBODY/kin', { kin, reason: '误' }))).toBe(
      'EXPERT_UNKNOWN',
    );
    const view = await expert(id);
    expect(view).toMatchObject({ kin, unavailable: [{ from: '2026-12-01', until: '2026-12-07' }] });
    expect(view.changes.map(({ what, reason }) => `${what} ${reason}`)).toEqual([
      'expert.availability-changed 住院',
      'expert.kin-declared 年度申报',
      'expert.suspension-lifted 期满',
      'expert.suspended 违规记分满 12 分',
      'expert.employment-recorded 调动函',
    ]);
  });
});
