/**
 * A whole centre in one process, for tests: a real hub on a database of its own, set up through its own pages
 * with sites, halls, booths, users and a pool of experts whose keys a simulated authority has issued.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningHub, startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import type { Project } from '#shared/projects/project.ts';
import type { DrawView, ProjectView } from '#shared/protocol/views.ts';
import { freshPostgres } from '../databases/place.ts';
import { Desk } from '../demo/desk.ts';
import { makePeople, type Person } from '../demo/people.ts';
import { type Account, Staff, until } from '../demo/staff.ts';
import { buildTown, type Town } from '../demo/town.ts';
import { Authority } from '../simulators/authority/authority.ts';

export class Centre {
  readonly directory: string;
  readonly people: readonly Person[];
  readonly authority: Authority;
  readonly town: Town;
  readonly administrators: ReadonlyMap<string, string>;
  running: RunningHub;
  readonly #settings: Record<string, string>;
  readonly #now: () => Date;
  readonly #staff = new Map<string, Staff>();
  readonly #desks = new Map<string, Desk>();

  private constructor(
    parts: Pick<Centre, 'directory' | 'people' | 'authority' | 'town' | 'administrators' | 'running'>,
    settings: Record<string, string>,
    now: () => Date,
  ) {
    this.directory = parts.directory;
    this.people = parts.people;
    this.authority = parts.authority;
    this.town = parts.town;
    this.administrators = parts.administrators;
    this.running = parts.running;
    this.#settings = settings;
    this.#now = now;
  }

  /** A centre ready for these projects; nothing is entered yet. `keyed`: how many of its experts have a key. */
  static async open(
    projects: readonly Project[],
    environment: Record<string, string> = {},
    now = () => new Date(),
    keyed?: number,
  ): Promise<Centre> {
    const directory = mkdtempSync(join(tmpdir(), 'kawei-centre-'));
    const authority = await Authority.create('测试证书机构');
    const trust = join(directory, 'ca.pem');
    writeFileSync(trust, authority.certificatePem);
    const settings = {
      KAWEI_PORT: '0',
      KAWEI_BOOTH_LINES: 'token',
      KAWEI_DATA: join(directory, 'hub'),
      KAWEI_TRUST: trust,
      KAWEI_INVITATIONS: join(directory, 'invitations'),
      KAWEI_DATABASE_URL: await freshPostgres(),
      ...environment,
    };
    const people = await makePeople(projects, authority, join(directory, 'keys'), keyed);
    const running = await startHub(readSettings(settings), now);
    const administrators = new Map(running.firstUsers.map(({ user, password }) => [user, password]));
    const town = await buildTown(running.address, administrators, projects, people);
    // The port stays the same when the hub is started again.
    const port = new URL(running.address).port;
    return new Centre(
      { directory, people, authority, town, administrators, running },
      { ...settings, KAWEI_PORT: port },
      now,
    );
  }

  get address(): string {
    return this.running.address;
  }

  /** Somebody signed in; by the user's name. */
  async as(user: string): Promise<Staff> {
    const known = this.#staff.get(user);
    if (known) return known;
    const staff = await Staff.signIn(this.address, this.account(user));
    this.#staff.set(user, staff);
    return staff;
  }

  account(user: string): Account {
    const password = this.administrators.get(user);
    if (password) return { user, name: user, role: 'system-admin', password };
    const account = this.town.accounts.find((entry) => entry.user === user);
    if (!account) throw new Error(`no account ${user}`);
    return account;
  }

  async desk(site: string): Promise<Desk> {
    const known = this.#desks.get(site);
    if (known) return known;
    const desk = await Desk.open(this.address, this.account(`hall-${site.toLowerCase()}`));
    this.#desks.set(site, desk);
    return desk;
  }

  /** Stops the hub and starts it again on the same data, with settings that are changed from then on. */
  async restart(changes: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.running.close();
    Object.assign(this.#settings, changes);
    this.running = await startHub(readSettings(this.#settings), this.#now);
  }

  async enterAndFreeze(project: Project): Promise<void> {
    const agency = await this.as('agency');
    await agency.send('POST', '/api/projects', { project });
    await agency.send('POST', `/api/projects/${project.id}/freeze`);
  }

  /** `day` of the evaluation; today where none is said. */
  async drawPanel({ id }: Project, day?: string): Promise<ProjectView> {
    const asked = { excluded: [], ...(day === undefined ? {} : { day }) };
    await (await this.as('agency')).send('POST', `/api/projects/${id}/panel`, asked);
    return this.inCeremony(async () => {
      const view = await this.project(id);
      return view.members.length > 0 ? view : null;
    });
  }

  async project(id: string): Promise<ProjectView> {
    return (await this.as('supervisor')).get<ProjectView>(`/api/projects/${id}`);
  }

  draws(user: string): Promise<DrawView[]> {
    return this.as(user).then((staff) => staff.get<DrawView[]>('/api/draws'));
  }

  /** Every desk does its part until `find` gives something. */
  async inCeremony<T>(find: () => Promise<T | null>): Promise<T> {
    return until('a draw', async () => {
      for (const { id } of this.town.sites) await (await this.desk(id)).takePart();
      return find();
    });
  }

  /** Those whose invitation lies in the spool. */
  invited(count: number): Promise<Person[]> {
    const spool = join(this.directory, 'invitations');
    return until('invitations', async () => {
      let names: string[];
      try {
        names = readdirSync(spool).filter((name) => name.endsWith('.json'));
      } catch {
        return null;
      }
      const ids = new Set(
        names.map(
          (name) => (JSON.parse(readFileSync(join(spool, name), 'utf8')) as { expert: string }).expert,
        ),
      );
      return ids.size >= count ? this.people.filter((person) => ids.has(person.id)) : null;
    });
  }

  async close(): Promise<void> {
    await this.running.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
