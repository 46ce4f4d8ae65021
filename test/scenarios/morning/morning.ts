/** The morning's people and pages, and what of the panels only the hub and a test know. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { membersOf } from '#hub/panels/reads.ts';
import { attendancesAtSite } from '#hub/seating/reads.ts';
import type { SeatsInput } from '#shared/draw/input.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import type { DrawRow } from '#shared/protocol/views.ts';
import type { Person } from '#test/demo/people.ts';
import { until } from '#test/demo/staff.ts';
import { Terminal } from '#test/demo/terminal.ts';
import { DeskPage } from '#test/pages/desk-page.ts';
import { openBrowser } from '#test/pages/staff-stubs.ts';
import { Workstation } from '#test/pages/workstation.ts';
import { openTown, projects, secondDesk, type Town } from './town.ts';

type Desks = readonly [DeskPage, DeskPage, DeskPage, DeskPage];

export class Morning {
  readonly town: Town;
  readonly browser: Browser;
  readonly agency: Workstation;
  readonly supervisor: Workstation;
  /** Two at the main site, one at each side site. */
  readonly desks: Desks;
  /** Who has been called and has declined. */
  declined: Person | null = null;
  readonly #terminals: Terminal[] = [];

  private constructor(
    town: Town,
    browser: Browser,
    [agency, supervisor]: [Workstation, Workstation],
    desks: Desks,
  ) {
    this.town = town;
    this.browser = browser;
    this.agency = agency;
    this.supervisor = supervisor;
    this.desks = desks;
  }

  static async begin(): Promise<Morning> {
    const [town, browser] = await Promise.all([openTown(), openBrowser()]);
    const { centre } = town;
    const open = (user: string) => Workstation.open(browser, centre.address, centre.account(user));
    const staff = await Promise.all([open('agency'), open('supervisor')]);
    const at = ['s1', 's2', 's3'].map((site) => centre.account(`hall-${site}`));
    const accounts = [...at.slice(0, 1), secondDesk, ...at.slice(1)];
    const desks = await Promise.all(
      accounts.map((account) => DeskPage.open(browser, centre.address, account)),
    );
    return new Morning(town, browser, staff, desks as unknown as Desks);
  }

  get hub() {
    return this.town.centre.running.hub;
  }

  get pages(): readonly Workstation[] {
    return [this.agency, this.supervisor, ...this.desks];
  }

  /** Each desk with the site it stands at. */
  get sitesOfDesks(): readonly (readonly [DeskPage, string])[] {
    const [first, second, third, fourth] = this.desks;
    return [
      [first, 'S1'],
      [second, 'S1'],
      [third, 'S2'],
      [fourth, 'S3'],
    ];
  }

  readonly site = (site: string, people: readonly Person[]) => people.filter((one) => one.site === site);

  /** Those on a panel now. */
  async drawn(of: typeof projects): Promise<Person[]> {
    const members = (await Promise.all(of.map(({ id }) => membersOf(this.hub.store, id)))).flat();
    const current = new Set(members.filter(({ state }) => state === 'current').map(({ realId }) => realId));
    return this.town.centre.people.filter(({ id }) => current.has(id));
  }

  reply(expert: string, answer: 'accepted' | 'declined'): Promise<string> {
    const { gateway, centre, now } = this.town;
    // Whoever has declined may be drawn again, for another project: the last call counts.
    const { code = '' } = [...gateway.messages.values()].findLast((one) => one.expert === expert) ?? {};
    return gateway.reply(centre.address, expert, code, answer, { now: now().getTime() });
  }

  async acceptedBy(people: readonly Person[]): Promise<void> {
    const answers = await Promise.all(people.map(({ id }) => this.reply(id, 'accepted')));
    expect(new Set(answers)).toEqual(new Set(['done']));
  }

  invited(count: number): Promise<true> {
    const { messages } = this.town.gateway;
    return until('invitations', async () => (messages.size >= count ? true : null));
  }

  /** What no page of a hall may show, nor the hub tell it: which projects there are, and who is on which. */
  async expectNoProject(desk: DeskPage): Promise<void> {
    const said = [await desk.text(), (await desk.ask('/api/hall')).text].join();
    const members = (await Promise.all(projects.map(({ id }) => membersOf(this.hub.store, id)))).flat();
    const secrets = [
      ...projects.flatMap(({ id, title, tenderer = '' }) => [id, title, tenderer]),
      ...members.flatMap(({ expert, realId }) => [expert, `"${realId}"`]),
    ];
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
  }

  async expectNoNames(reader: Workstation, people: readonly Person[]): Promise<void> {
    const said = await reader.text();
    expect(people.filter(({ name, badge }) => said.includes(name) || said.includes(badge))).toEqual([]);
  }

  /** Switches on the real agent of a seat. */
  async switchOn(seat: string): Promise<Terminal> {
    const { centre } = this.town;
    const booth = centre.town.booths.find((entry) => entry.seat === seat);
    if (!booth) throw new Error(seat);
    const directory = join(centre.directory, booth.booth);
    const hub = centre.address.replace('http', 'ws');
    const terminal = await Terminal.start({ ...booth, hub, directory });
    this.#terminals.push(terminal);
    return terminal;
  }

  async transcripts(): Promise<Transcript[]> {
    const { centre } = this.town;
    const staff = await centre.as('supervisor');
    const draws = await staff.get<DrawRow[]>('/api/draws/watch');
    return Promise.all(
      draws.map(({ drawId }) => staff.get<Transcript>(`/api/draws/${encodeURIComponent(drawId)}/transcript`)),
    );
  }

  /** How many have a seat now; throws where two neighbours of any of these draws belong to one project. */
  async seatedApart(seatDraws: readonly Transcript[]): Promise<number> {
    let seated = 0;
    for (const { id } of this.town.centre.town.sites) {
      const present = await attendancesAtSite(this.hub.store, id);
      const projectAt = new Map(present.map(({ seat, project }) => [seat ?? '', project]));
      seated += projectAt.size;
      for (const { input } of seatDraws)
        for (const [a, b] of (input as SeatsInput).adjacent)
          expect(projectAt.has(a) && projectAt.get(a) === projectAt.get(b)).toBe(false);
    }
    return seated;
  }

  /** Where it stopped is seen best on the pages themselves. */
  async pictures(name: string): Promise<void> {
    for (const [n, page] of this.pages.entries()) await page.picture(`${name}-${n}`);
  }

  async end(): Promise<void> {
    await this.browser.close();
    await Promise.all(this.#terminals.map((terminal) => terminal.stop()));
    await this.town.close();
  }
}
