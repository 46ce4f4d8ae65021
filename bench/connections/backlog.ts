/** All booths come back over mutual TLS with signed sheets in their outboxes: does every sheet arrive, and none twice? */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { migrations } from '#hub/rooms.ts';
import { openStore } from '#hub/store/database.ts';
import { RoomsHub } from '#test/rehearsal/rooms.ts';
import { Child } from '../children.ts';
import { hubEnvironment } from '../ingest/ingest.ts';
import { preparePanels, type SigningBooth } from '../ingest/panels.ts';
import { enrolments } from './certificates.ts';
import type { Return } from './returning.ts';

const PANEL = 5;
/** Processes that hold the booths' ends, and lines each of them has open at a time. */
const CROWDS = 2;
const AT_ONCE = 250;
const RECORDED_TOGETHER = 500;

export interface BacklogFigures {
  /** Sheets that waited in all outboxes together. */
  readonly sheets: number;
  /** Of them, as the hub's ledger has them afterwards: those in it at all, and those in it more than once. */
  readonly arrived: number;
  readonly twice: number;
  /** Sheets in the hub's table of sheets that are not among them, and acts that it has refused. */
  readonly strange: number;
  readonly refused: number;
  /** Lines cut after everything had been sent and before it was answered. */
  readonly cuts: number;
  /** Until the last booth had all its answers. */
  readonly seconds: number;
}

/** Prepared once, taken by a hub on a fresh copy in each round. */
export class Backlog {
  readonly #directory: string;
  readonly #booths: readonly SigningBooth[];

  private constructor(directory: string, booths: readonly SigningBooth[]) {
    this.#directory = directory;
    this.#booths = booths;
  }

  /** Panels for so many booths (in fives) in `directory`, each booth enrolled and with `sheets` to hand over. */
  static async prepare(
    directory: string,
    { booths: count, sheets }: { readonly booths: number; readonly sheets: number },
  ): Promise<Backlog> {
    const data = join(directory, 'hub');
    mkdirSync(data, { recursive: true });
    const projects = Math.ceil(count / PANEL);
    const { booths } = await preparePanels(data, { kind: 'p256', projects, sheets });
    const rooms = await RoomsHub.openAt([], data, join(data, 'kawei.db'));
    const enrolled = await enrolments(
      data,
      booths.map(({ booth }) => booth),
    );
    for (let first = 0; first < enrolled.length; first += RECORDED_TOGETHER)
      await rooms.record(...enrolled.slice(first, first + RECORDED_TOGETHER));
    await rooms.hub.spine.idle();
    await rooms.hub.store.destroy();
    writeFileSync(join(directory, 'booths.json'), JSON.stringify(booths));
    return new Backlog(directory, booths);
  }

  /** One storm, and what the hub has of it when it has ended. */
  async round(): Promise<BacklogFigures> {
    const data = join(this.#directory, 'copy');
    cpSync(join(this.#directory, 'hub'), data, { recursive: true });
    try {
      const { seconds, cuts } = await this.#storm(data);
      return { ...(await this.#counted(data)), cuts, seconds };
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }

  async #storm(data: string): Promise<Pick<BacklogFigures, 'seconds' | 'cuts'>> {
    const hub = new Child('hub-child.ts', {
      environment: { ...hubEnvironment(data), KAWEI_BOOTH_LINES: 'tls', KAWEI_TRUST: join(data, 'ca.pem') },
    });
    const crowds = Array.from({ length: CROWDS }, () => new Child('connections/returning.ts'));
    try {
      const at = await hub.ask<string>('boothAddress');
      const place = (one: number) => Math.floor((this.#booths.length * one) / CROWDS);
      const all = {
        address: `${at.replace('http', 'ws')}/booth`,
        ...{ tls: data, file: join(this.#directory, 'booths.json'), atOnce: AT_ONCE },
      };
      const began = performance.now();
      const cuts = await Promise.all(
        crowds.map((crowd, n) => {
          const some: Return = { ...all, from: place(n), to: place(n + 1) };
          return crowd.ask<number>('deliver', some);
        }),
      );
      const seconds = (performance.now() - began) / 1000;
      return { seconds, cuts: cuts.reduce((sum, one) => sum + one, 0) };
    } finally {
      await Promise.all([hub, ...crowds].map((child) => child.end()));
    }
  }

  /** From the hub's own database: each sheet is known by its whole signed text. */
  async #counted(data: string): Promise<Omit<BacklogFigures, 'seconds' | 'cuts'>> {
    const store = await openStore(join(data, 'kawei.db'), migrations);
    try {
      const sent = this.#booths.flatMap(({ acts }) => acts.map(({ sheet }) => sheet.content));
      const times = new Map(sent.map((content) => [content, 0]));
      const signed = await store
        .selectFrom('ledger')
        .select('payload')
        .where('type', '=', 'sheet.signed')
        .execute();
      for (const { payload } of signed) {
        const { content } = JSON.parse(payload) as { content: string };
        const before = times.get(content);
        if (before !== undefined) times.set(content, before + 1);
      }
      const kept = await store.selectFrom('sheets').select('content').where('version', '>', 1).execute();
      const refused = await store
        .selectFrom('booth_acts')
        .select('n')
        .where('refusal', 'is not', null)
        .execute();
      const counts = [...times.values()];
      return {
        sheets: sent.length,
        arrived: counts.filter((count) => count > 0).length,
        twice: counts.filter((count) => count > 1).length,
        strange: kept.filter(({ content }) => !times.has(content)).length,
        refused: refused.length,
      };
    } finally {
      await store.destroy();
    }
  }
}
