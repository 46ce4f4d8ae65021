/** The demo's story: one evaluation from the frozen project to the sealed report, every step by its own person. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertView, ProjectView } from '#shared/protocol/views.ts';
import { Desk } from './desk.ts';
import { type EvaluationInput, panelSize } from './evaluation-input.ts';
import { ExpertAtBooth } from './expert.ts';
import type { HubProcess } from './hub-process.ts';
import type { Person } from './people.ts';
import { Staff, until } from './staff.ts';
import { Terminal } from './terminal.ts';
import type { Town } from './town.ts';

export interface Scene {
  readonly hub: HubProcess;
  readonly town: Town;
  readonly people: readonly Person[];
  readonly input: EvaluationInput;
  /** Where the hub puts invitations. */
  readonly invitations: string;
  /** Where terminals keep their data. */
  readonly terminals: string;
}

/** Terminals switched on at the same time: more would only wait for each other. */
const STARTING_TOGETHER = 4;
const PACE_MILLISECONDS = 25;

export class Story {
  readonly #scene: Scene;
  readonly #desks: readonly Desk[];
  readonly terminals: Terminal[] = [];
  readonly #agency: Staff;
  readonly #supervisor: Staff;

  private constructor(scene: Scene, agency: Staff, supervisor: Staff, desks: readonly Desk[]) {
    this.#scene = scene;
    this.#agency = agency;
    this.#supervisor = supervisor;
    this.#desks = desks;
  }

  static async begin(scene: Scene): Promise<Story> {
    const { accounts } = scene.town;
    const signIn = (user: string) => {
      const account = accounts.find((entry) => entry.user === user);
      if (!account) throw new Error(`no account ${user}`);
      return Staff.signIn(scene.hub.address, account);
    };
    const desks = accounts
      .filter(({ role }) => role === 'hall')
      .map((account) => Desk.open(scene.hub.address, account));
    return new Story(scene, await signIn('agency'), await signIn('supervisor'), await Promise.all(desks));
  }

  /** Switches on the terminal of every seat. */
  async switchOn(): Promise<void> {
    const { town, hub, terminals: directory } = this.#scene;
    const waiting = [...town.booths];
    const startNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { booth, seat, token } = next;
        const setup = {
          booth,
          seat,
          token,
          hub: hub.address.replace('http', 'ws'),
          directory: join(directory, booth),
        };
        this.terminals.push(await Terminal.start(setup));
      }
    };
    await Promise.all(Array.from({ length: STARTING_TOGETHER }, startNext));
  }

  /** Agency: enters each project and freezes it. */
  async freezeProjects(): Promise<void> {
    for (const project of this.#projects) {
      await this.#agency.send('POST', '/api/projects', { project });
      await this.#agency.send('POST', `/api/projects/${project.id}/freeze`);
    }
  }

  /** Agency asks for the panels; each site's desk commits and reveals its own nonce. */
  async drawPanels(): Promise<void> {
    for (const { id } of this.#projects) {
      await this.#agency.send('POST', `/api/projects/${id}/panel`, { excluded: [] });
      await this.#takePartUntil(`panel of ${id}`, async () => {
        const view = await this.#project(id);
        return view.members.length > 0 ? view : null;
      });
    }
  }

  /** Those invited come to the desk of their site; then each hall draws its seats and hands out slips. */
  async seatEverybody(): Promise<{ main: ExpertAtBooth[]; others: ExpertAtBooth[] }> {
    const { town, input } = this.#scene;
    const invited = await this.#everybodyInvited();
    for (const person of invited) await this.#deskOf(person.site).checkIn(person);
    for (const { id, hall } of town.sites) {
      if (invited.some(({ site }) => site === id)) await this.#drawSeats(this.#deskOf(id), hall);
    }
    // The supervisor's page names the members from now on; their order there is the order of the plans.
    const { members } = await this.#project(input.main.id);
    const placeOf = (person: Person) =>
      members.findIndex(({ name, site }) => name === person.name && site === person.site);
    const experts = invited.map(async (person) => {
      const { seat, code } = await this.#deskOf(person.site).slip(person);
      const terminal = this.terminals.find((entry) => entry.seat === seat);
      if (!terminal) throw new Error(`no terminal at ${seat}`);
      return new ExpertAtBooth(person, terminal, code, input.plans[placeOf(person)] ?? { marks: {} });
    });
    const seated = await Promise.all(experts);
    return {
      main: seated
        .filter(({ person }) => placeOf(person) >= 0)
        .sort((a, b) => placeOf(a.person) - placeOf(b.person)),
      others: seated.filter(({ person }) => placeOf(person) < 0),
    };
  }

  /** All type their marks; the hub is killed in the middle and started again. Gives what each side then holds. */
  async markThroughOutage(
    main: readonly ExpertAtBooth[],
  ): Promise<{ whenDown: number; pending: number; held: number; total: number }> {
    const { input, hub } = this.#scene;
    const total = input.main.bidders.length * input.main.items.length * main.length;
    const typing = Promise.all(main.map((expert) => expert.typeMarks(PACE_MILLISECONDS)));
    const whenDown = await until('half of the marks', async () => {
      const held = await this.#marksHeld();
      return held * 2 >= total ? held : null;
    });
    await hub.kill();
    await typing;
    const pending = main.reduce((sum, { terminal }) => sum + terminal.screen.pending, 0);
    await hub.start();
    await Promise.all(
      main.map(({ terminal }) =>
        terminal.showing((screen) => screen.pending === 0 && screen.line === 'online'),
      ),
    );
    return { whenDown, pending, held: await this.#marksHeld(), total };
  }

  /** The evaluation's progress as a supervisor sees it. */
  progress(): Promise<ProjectView> {
    return this.#project(this.#scene.input.main.id);
  }

  alerts(): Promise<AlertView[]> {
    return this.#supervisor.get<AlertView[]>('/api/alerts');
  }

  supervisor(): Staff {
    return this.#supervisor;
  }

  async close(): Promise<void> {
    await Promise.all(this.terminals.map((terminal) => terminal.stop()));
  }

  get #projects() {
    const { main, others } = this.#scene.input;
    return [main, ...others];
  }

  async #marksHeld(): Promise<number> {
    const { members } = await this.progress();
    return members.reduce((sum, member) => sum + member.marksGiven, 0);
  }

  #project(id: string): Promise<ProjectView> {
    return this.#supervisor.get<ProjectView>(`/api/projects/${id}`);
  }

  #deskOf(site: string): Desk {
    const desk = this.#desks.find((entry) => entry.site === site);
    if (!desk) throw new Error(`no desk at ${site}`);
    return desk;
  }

  async #takePartUntil<T>(what: string, find: () => Promise<T | null>): Promise<T> {
    return until(what, async () => {
      for (const desk of this.#desks) await desk.takePart();
      return find();
    });
  }

  async #drawSeats(desk: Desk, hall: string): Promise<void> {
    await desk.startSeatDraw(hall);
    await this.#takePartUntil(`seats of ${hall}`, async () => {
      const { halls } = await desk.view();
      return halls.every(({ toSeat }) => toSeat === 0) || null;
    });
  }

  async #everybodyInvited(): Promise<Person[]> {
    const total = this.#projects.reduce((sum, project) => sum + panelSize(project), 0);
    return until('invitations', async () => {
      const ids = new Set(this.#invitations());
      return ids.size === total ? this.#scene.people.filter((person) => ids.has(person.id)) : null;
    });
  }

  /** Ids of those invited, as the message gateway would find them. */
  #invitations(): string[] {
    const { invitations } = this.#scene;
    mkdirSync(invitations, { recursive: true });
    return readdirSync(invitations)
      .filter((name) => name.endsWith('.json'))
      .map(
        (name) => (JSON.parse(readFileSync(join(invitations, name), 'utf8')) as { expert: string }).expert,
      );
  }
}
