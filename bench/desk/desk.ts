/** How long three desks take to check everybody of a morning in, in real browsers, with a line that drops. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { RunningHub } from '#hub/hub.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { Staff } from '#test/demo/staff.ts';
import { DeskPage } from '#test/pages/desk-page.ts';
import { openBrowser } from '#test/pages/staff-stubs.ts';
import { Child } from '../children.ts';
import { medians, quantile } from '../statistics.ts';
import { deskAccount, openTown } from './town.ts';

export interface DeskSize {
  readonly people: number;
  /** Whom each desk scans while its line is down: as many as come to it in a minute, when 200 come in 15. */
  readonly noted: number;
  /** How long the line stays down then, in milliseconds. */
  readonly drop: number;
}

export const deskSizes: Record<'full' | 'small', DeskSize> = {
  full: { people: 200, noted: 5, drop: 10_000 },
  small: { people: 5, noted: 1, drop: 300 },
};

/** Milliseconds, but for the first, the seconds until all are in without the time the line was down, and the counts. */
export type DeskFigures = Record<
  'seconds' | 'perMinute' | 'p50' | 'p95' | 'noted50' | 'caughtUp' | 'lost' | 'refused',
  number
>;

export interface DeskResult {
  readonly bench: 'desk';
  readonly rounds: number;
  readonly size: DeskSize;
  readonly figures: DeskFigures;
}

const DESKS = 3;

export async function desk(
  options: DeskSize & { readonly rounds: number; readonly tell: (line: string) => void },
): Promise<DeskResult> {
  const { rounds: count, tell, ...size } = options;
  const browser = await openBrowser();
  try {
    const rounds: DeskFigures[] = [];
    for (let n = 1; n <= count; n++) {
      rounds.push(await morning(browser, size, tell));
      tell(`round ${n}: ${JSON.stringify(rounds.at(-1))}`);
    }
    return { bench: 'desk', rounds: count, size, figures: medians(rounds) };
  } finally {
    await browser.close();
  }
}

async function morning(browser: Browser, size: DeskSize, tell: (line: string) => void): Promise<DeskFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-bench-'));
  const hub = new Child('hub-child.ts', { environment: { KAWEI_DATA: directory, KAWEI_PORT: '0' } });
  try {
    const { address, firstUsers } = await hub.ask<Pick<RunningHub, 'address' | 'firstUsers'>>('started');
    tell(`drawing panels of ${size.people} people`);
    const people = await openTown(address, firstUsers, size.people);
    const pages = await Promise.all(
      Array.from({ length: DESKS }, () => DeskPage.open(browser, address, deskAccount)),
    );
    const start = performance.now();
    const runs = await Promise.all(
      pages.map((page, which) =>
        atDesk(
          page,
          people.filter((_, n) => n % DESKS === which),
          size,
        ),
      ),
    );
    const seconds = (performance.now() - start - size.drop) / 1000;
    const view = await (await Staff.signIn(address, deskAccount)).get<HallDeskView>('/api/hall');
    const times = runs.flatMap((run) => run.times);
    const refused = await Promise.all(pages.map((page) => page.refused()));
    return {
      seconds,
      perMinute: (size.people / seconds) * 60,
      p50: quantile(times, 0.5),
      p95: quantile(times, 0.95),
      noted50: quantile(
        runs.flatMap((run) => run.noted),
        0.5,
      ),
      caughtUp: Math.max(...runs.map((run) => run.caughtUp)),
      lost: size.people - view.checkedIn,
      refused: refused.reduce((sum, one) => sum + one, 0),
    };
  } finally {
    await hub.end();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** One desk's people, the line down in the middle. */
async function atDesk(page: DeskPage, people: readonly PoolExpert[], { noted, drop }: DeskSize) {
  const times: number[] = [];
  const notedTimes: number[] = [];
  const middle = Math.trunc(people.length / 2);
  for (const person of people.slice(0, middle)) times.push(await page.checkIn(person));
  await page.drop();
  for (const person of people.slice(middle, middle + noted)) notedTimes.push(await page.note(person));
  await new Promise((resolve) => setTimeout(resolve, drop));
  const caughtUp = await page.restore();
  for (const person of people.slice(middle + noted)) times.push(await page.checkIn(person));
  return { times, noted: notedTimes, caughtUp };
}
