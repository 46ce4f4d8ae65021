/**
 * A hub with many evaluated projects on its record, for what is only seen over many: panels of the stated model
 * (`honest-panels.ts`), put there as the hub's own events from the drawn panel to the sealed report, a day apart.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { hubActor, type NewEvent, type Planned } from '#hub/ledger/command.ts';
import { flagsOf } from '#hub/lookback/reads.ts';
import { readSettings } from '#hub/settings.ts';
import { canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import { builtIn } from '#shared/lookback/built-in.ts';
import type { ProjectMarks } from '#shared/lookback/marks.ts';
import { at } from '#shared/lookback/normal.ts';
import { type Association, MEETINGS, PairTally } from '#shared/lookback/pairs.ts';
import { Scopes } from '#shared/lookback/scopes.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Role } from '#shared/protocol/requests.ts';
import { freshPostgres } from '#test/databases/place.ts';
import { idNumberOf } from '#test/demo/people.ts';
import { Staff } from '#test/demo/staff.ts';
import { modelItems, PanelModel } from './honest-panels.ts';

const DAY = 24 * 3600 * 1000;
const START = Date.parse('2026-01-05T01:00:00.000Z');
const PASSWORD = 'look-back-2026';
const titles: Readonly<Record<string, string>> = {
  T1: '技术方案',
  T2: '实施组织与进度',
  T3: '质量与安全保证',
  C1: '服务承诺',
};
const works = ['污水处理厂扩建', '市民中心机电', '滨河道路改造', '医院信息化', '校舍加固', '园区供水管网'];
const surnames = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏'];
const given = [...'文博安宁海峰志远雨桐建国立新思源明'];
const firms = [
  '江北建工',
  '和川机电',
  '远景科技',
  '临溪水务',
  '中路工程',
  '恒信集成',
  '东岭装备',
  '新源环境',
];

export interface Plan {
  readonly projects: number;
  readonly experts: number;
  readonly parties: number;
  readonly seed?: number;
  /** Added to an expert's marks for a party, in points of 100. */
  readonly shift?: (expert: string, party: string, index: number) => number;
  /** Where a member of a project comes from; that of the pool where absent. */
  readonly siteOf?: (expert: string, index: number) => string;
  /** Changes one project's marks before they are signed. */
  readonly change?: (panel: ProjectMarks, index: number) => void;
}

export class ManyProjects {
  readonly running: RunningHub;
  readonly #model: PanelModel;
  readonly #plan: Plan;
  readonly #directory: string;
  readonly #clock: { now: number };
  readonly #panels: ProjectMarks[] = [];
  #count = 0;

  private constructor(running: RunningHub, plan: Plan, directory: string, clock: { now: number }) {
    this.running = running;
    this.#plan = plan;
    this.#model = new PanelModel(plan.seed ?? 7, plan.experts, plan.parties);
    this.#directory = directory;
    this.#clock = clock;
  }

  /** A hub with users and a pool, and so many sealed projects. */
  static async open(plan: Plan): Promise<ManyProjects> {
    const directory = mkdtempSync(join(tmpdir(), 'kawei-many-'));
    const clock = { now: START };
    const settings = readSettings({
      KAWEI_PORT: '0',
      KAWEI_DATA: directory,
      KAWEI_DATABASE_URL: await freshPostgres(),
    });
    const running = await startHub(settings, () => new Date(clock.now));
    const many = new ManyProjects(running, plan, directory, clock);
    await many.#enroll();
    for (let i = 0; i < plan.projects; i++) await many.sealNext();
    clock.now = START + plan.projects * DAY;
    return many;
  }

  /** Ends the hub and gives its directory, for another hub to be started on; whoever calls removes it. */
  async stop(): Promise<string> {
    await this.running.close();
    return this.#directory;
  }

  async close(): Promise<void> {
    await this.running.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Somebody of this role, signed in. */
  as(role: Role): Promise<Staff> {
    const account = { user: role, name: role, role, password: PASSWORD };
    return Staff.signIn(this.running.address, account);
  }

  /** One of those that the hub makes at its first start. */
  administrator(user: string): Promise<Staff> {
    const { firstUsers, address } = this.running;
    const first = firstUsers.find((one) => one.user === user);
    return Staff.signIn(address, { user, name: user, role: 'audit-admin', password: first?.password ?? '' });
  }

  /** Anybody with the password of all. */
  signIn(user: string): Promise<Staff> {
    return Staff.signIn(this.running.address, { user, name: user, role: 'supervisor', password: PASSWORD });
  }

  /** The pairs of expert and party over the projects from one index up to another, tallied by themselves. */
  alone(from: number, to: number): Association[] {
    const pairs = new PairTally(builtIn.pairs);
    for (const panel of this.#panels.slice(from, to)) {
      const scope = new Scopes(builtIn).total(panel);
      if (scope) pairs.add(this.#asKept(panel), scope.table, scope.curve);
    }
    return [...pairs.associations(0.01).pairs].filter(({ n }) => n >= MEETINGS);
  }

  /** By the ids of the pool and the codes of the parties. */
  #asKept({ experts, parties, ...panel }: ProjectMarks): ProjectMarks {
    return {
      ...panel,
      experts: experts.map((expert) => this.personOf(expert)),
      parties: parties.map((party) => party && this.partyOf(party)),
    };
  }

  get password(): string {
    return PASSWORD;
  }

  personOf(expert: string): string {
    return `X-${expert}`;
  }

  partyOf(party: string): string {
    return `9137${party.slice(1).padStart(14, '0')}`;
  }

  /** One more project, up to its sealed report. Gives its id. */
  async sealNext(): Promise<string> {
    const id = await this.revealNext();
    // Later ones come at once: whoever has signed in stays so.
    if (this.#count <= this.#plan.projects) this.#clock.now += 2 * 3600 * 1000;
    const flags = (await flagsOf(this.running.hub.store, id)).length;
    // Without a flag the look-back has closed by itself.
    if (flags > 0) await this.record(about(id, 'lookback.closed', { project: id, flags }));
    await this.record(
      about(id, 'report.sealed', { project: id, digest: sha256Hex(id), file: sha256Hex(`${id} file`) }),
    );
    return id;
  }

  /** One more project whose marks are revealed, and nothing after it. */
  async revealNext(): Promise<string> {
    const { project, sheets } = await this.drawNext();
    await this.record(...sheets, about(project.id, 'marks.revealed', { project: project.id, result: [] }));
    return project.id;
  }

  /** One more project with its panel, before any sheet is signed. */
  async drawNext(): Promise<{ project: Project; panel: ProjectMarks; sheets: NewEvent[] }> {
    const index = this.#count++;
    this.#clock.now = START + Math.min(index, this.#plan.projects) * DAY;
    const id = `XX2026-${String(index + 1).padStart(4, '0')}`;
    const { shift } = this.#plan;
    const panel = this.#model.panel(id, 7, 5, shift && ((expert, party) => shift(expert, party, index)));
    this.#plan.change?.(panel, index);
    const project = this.#project(panel, index);
    const members = panel.experts.map((expert, r) => ({
      expert: sha256Hex(`${id} ${expert}`).slice(0, 32),
      realId: this.personOf(expert),
      ticket: sha256Hex(`${id} ${r}`),
      category: 'A',
      site: this.#plan.siteOf?.(expert, index) ?? siteOf(expert),
    }));
    this.#panels.push(panel);
    await this.record(
      about(id, 'project.entered', { project: id, title: project.title, document: project }),
      about(id, 'project.frozen', { project: id, digest: sha256Hex(id) }),
      about(id, 'panel.drawn', { project: id, drawId: `${id}#1`, members }),
    );
    const outcomes = panel.bidders.map((bidder) => ({ bidder, valid: true, votes: null, reasons: [] }));
    const decided = { project: id, outcomes, valid: outcomes.length, rejected: 0 };
    await this.record(about(id, 'review.decided', decided));
    return { project, panel, sheets: members.map((member, r) => this.#signed(id, panel, member, r)) };
  }

  /** Puts events on the record as the hub's own. */
  async record(...events: NewEvent[]): Promise<void> {
    const planned: Planned<null> = { name: 'record', run: async () => ({ events, answer: null }) };
    await this.running.hub.spine.do(planned, hubActor);
  }

  #signed(
    project: string,
    panel: ProjectMarks,
    member: { expert: string; ticket: string },
    r: number,
  ): NewEvent {
    const { bidders, items, marks, experts } = panel;
    const given = bidders.map((bidder, b) => [
      bidder,
      Object.fromEntries(
        items.map((item, i) => [item.id, at(marks, (b * experts.length + r) * items.length + i)]),
      ),
    ]);
    const sheet = {
      ...{ format: 'kawei/sheet@1', project, expert: member.expert, ticket: member.ticket },
      ...{ seat: 'S1', booth: sha256Hex('booth'), version: 1, marks: Object.fromEntries(given) },
      ...{ review: {}, signedAt: new Date(this.#clock.now).toISOString() },
    };
    return about(project, 'sheet.signed', {
      ...{ project, expert: member.expert, alias: `专家${r + 1}`, version: 1 },
      ...{ content: canonicalText(sheet), cms: 'AAAA', tsr: 'AAAA' },
    });
  }

  #project(panel: ProjectMarks, index: number): Project {
    return {
      format: 'kawei/project@1',
      id: panel.project,
      title: `${works[index % works.length]}（第 ${Math.floor(index / works.length) + 1} 期）`,
      regime: 'bidding',
      items: modelItems.map(({ id, max, kind, step }) => ({
        ...{ id, max, kind, step: step ?? 1, title: titles[id] ?? id, section: 'technical' },
      })),
      price: { max: 40_000, decimals: 2, formula: { kind: 'lowest-first' } },
      aggregation: { kind: 'mean', decimals: 3 },
      bidders: panel.bidders.map((id, b) => {
        const party = panel.parties[b] ?? '';
        return { id, name: firmOf(party), party: this.partyOf(party), price: 100_000_000 + 400_000 * b };
      }),
      panel: { categories: [{ id: 'A', count: 7 }], sites: [], maxPerEmployer: 7, reserves: 0 },
      lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
    };
  }

  async #enroll(): Promise<void> {
    const system = await this.administrator('sysadmin');
    for (const [id, city] of sites)
      await system.send('POST', '/api/sites', { id, name: `${city}公共资源交易中心`, city });
    const experts = this.#model.experts.map(({ id, affiliation }, r) => ({
      id: this.personOf(id),
      name: nameOf(r),
      idNumber: idNumberOf(r),
      badge: `B-${String(r + 1).padStart(4, '0')}`,
      categories: ['A'],
      site: siteOf(id),
      employer: `${affiliation} 设计研究院`,
      keyFingerprint: sha256Hex(id),
    }));
    await system.send('POST', '/api/experts', { experts });
    const security = await this.administrator('secadmin');
    for (const role of ['supervisor', 'discipline', 'agency', 'audit-admin'] as const)
      await security.send('POST', '/api/users', { user: role, name: role, role, password: PASSWORD });
    await security.send('POST', '/api/users', {
      ...{ user: 'hall', name: 'hall', role: 'hall', site: 'JZ', password: PASSWORD },
    });
  }
}

const sites = [
  ['JZ', '江州市'],
  ['HC', '和川市'],
] as const;

function siteOf(expert: string): string {
  return Number(expert.slice(1)) % 2 === 0 ? 'HC' : 'JZ';
}

function nameOf(r: number): string {
  const second = given[(r * 7) % given.length] ?? '';
  const third = given[(r * 3 + 5) % given.length] ?? '';
  return `${surnames[r % surnames.length]}${second}${third}`;
}

function firmOf(party: string): string {
  const number = Number(party.slice(1));
  return `${firms[number % firms.length]}${number > firms.length ? `（${number}）` : ''}有限公司`;
}

function about<T extends NewEvent['type']>(
  project: string,
  type: T,
  payload: Extract<NewEvent, { type: T }>['payload'],
): NewEvent {
  return { type, subject: `project/${project}`, payload } as NewEvent;
}
