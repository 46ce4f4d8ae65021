import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptScan, ScanLine, type ScanPorts, type Sent, type Taken } from './scan-line.ts';

/** A browser's store, which outlives pages. */
class Disk {
  readonly scans = new Map<string, KeptScan>();
  readonly store = {
    all: async () => [...this.scans.values()],
    keep: async (scan: KeptScan) => void this.scans.set(scan.scan, scan),
    forget: async (scan: string) => void this.scans.delete(scan),
  };
}

/** A hub as desks know it: a scan it has taken is answered the same again. */
class Hub {
  readonly checkedIn = new Map<string, string>();
  /** In which order it has heard of scans. */
  readonly heard: string[] = [];
  readonly unknown: ReadonlySet<string>;

  constructor(unknown: Iterable<string> = []) {
    this.unknown = new Set(unknown);
  }

  take({ scan, badge }: KeptScan): Sent {
    if (!this.heard.includes(scan)) this.heard.push(scan);
    if (this.unknown.has(badge)) return refused('CHECK_IN_BADGE');
    const by = this.checkedIn.get(badge);
    if (by !== undefined && by !== scan) return refused('CHECK_IN_DONE');
    this.checkedIn.set(badge, scan);
    return { kind: 'done', name: `name of ${badge}` };
  }
}

const sentence = { zh: '', en: '' };
const refused = (code: string): Sent => ({ kind: 'refused', reason: { code, sentence } });
const unreached: Sent = { kind: 'unreached', reason: { code: 'UNREACHABLE', sentence } };

/** What happens to a request: it comes through, or is lost before or after the hub has it. */
type Fate = 'through' | 'lost' | 'answer lost';

class Desk {
  fates: Fate[] = [];
  line!: ScanLine;
  now = Date.UTC(2026, 10, 23, 0, 40);
  readonly retries: (() => void)[] = [];
  #stop = () => {};
  readonly #hub: Hub;
  readonly disk: Disk;

  constructor(hub: Hub, disk = new Disk()) {
    this.#hub = hub;
    this.disk = disk;
    this.open();
  }

  /** A fresh page on the same browser. */
  open(): void {
    this.#stop();
    this.retries.length = 0;
    const ports: ScanPorts = {
      store: this.disk.store,
      send: async (scan) => {
        const fate = this.fates.shift() ?? 'through';
        if (fate === 'lost') return unreached;
        const sent = this.#hub.take(scan);
        return fate === 'through' ? sent : unreached;
      },
      now: () => this.now,
      later: (_milliseconds, call) => {
        this.retries.push(call);
        return () => {};
      },
    };
    this.line = new ScanLine('HF', ports);
    this.#stop = this.line.start();
  }

  async scan(badge: string, scan = `scan of ${badge}`): Promise<Taken> {
    this.now += 10_000;
    const taken = await this.line.note({ scan, badge });
    await settled();
    return taken;
  }

  async retry(): Promise<void> {
    for (const call of this.retries.splice(0)) call();
    await settled();
  }
}

/** Everything that waits for nothing but other promises is over. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('a desk’s scans', () => {
  it('are checked in at once while the hub answers, and nothing stays in the browser', async () => {
    const hub = new Hub();
    const desk = new Desk(hub);
    expect(await desk.scan('A')).toBe('taken');
    expect(desk.line.state.latest).toMatchObject({ state: 'done', name: 'name of A' });
    expect(desk.disk.scans.size).toBe(0);
  });

  it('are only noted while it does not, and checked in in their order when it does', async () => {
    const hub = new Hub();
    const desk = new Desk(hub);
    desk.fates = ['lost', 'lost', 'lost'];
    for (const badge of ['C', 'A', 'B']) {
      await desk.scan(badge);
      expect(desk.line.state.latest).toMatchObject({ badge, state: 'noted' });
    }
    expect(hub.checkedIn.size).toBe(0);
    expect([...desk.disk.scans.values()].map(({ badge }) => badge)).toEqual(['C', 'A', 'B']);
    await desk.retry();
    expect(hub.heard).toEqual(['scan of C', 'scan of A', 'scan of B']);
    expect(desk.line.state).toMatchObject({ waiting: [], unreached: null, latest: { state: 'done' } });
    expect(desk.disk.scans.size).toBe(0);
  });

  it('whose answer was lost are the same check-in when they are sent again', async () => {
    const desk = new Desk(new Hub());
    desk.fates = ['answer lost'];
    await desk.scan('A');
    expect(desk.line.state.latest).toMatchObject({ state: 'noted' });
    await desk.retry();
    expect(desk.line.state.latest).toMatchObject({ state: 'done', name: 'name of A' });
    expect(desk.line.state.refused).toEqual([]);
  });

  it('that were refused when nobody looked any more stay until somebody has dealt with them, also after a reload', async () => {
    const desk = new Desk(new Hub(['X']));
    desk.fates = ['lost', 'lost'];
    await desk.scan('X');
    await desk.scan('A');
    await desk.retry();
    expect(desk.line.state.refused.map(({ badge, refused: why }) => [badge, why?.code])).toEqual([
      ['X', 'CHECK_IN_BADGE'],
    ]);
    desk.open();
    await settled();
    expect(desk.line.state.refused).toHaveLength(1);
    await desk.line.dealtWith('scan of X');
    expect(desk.line.state.refused).toEqual([]);
    expect(desk.disk.scans.size).toBe(0);
  });

  it('that are refused at once are told at once, and leave nothing behind', async () => {
    const desk = new Desk(new Hub(['X']));
    await desk.scan('X');
    expect(desk.line.state.latest).toMatchObject({ state: 'refused', reason: { code: 'CHECK_IN_BADGE' } });
    expect(desk.line.state.refused).toEqual([]);
    expect(desk.disk.scans.size).toBe(0);
  });

  it('that come twice are taken once: in a moment, or while the first waits', async () => {
    const hub = new Hub();
    const desk = new Desk(hub);
    await desk.scan('A', '1');
    expect(await desk.line.note({ scan: '2', badge: 'A' })).toBe('done-already');
    expect(await desk.scan('A', '3')).toBe('taken'); // later: it may have been undone meanwhile
    desk.fates = ['lost'];
    await desk.scan('B', '4');
    expect(await desk.scan('B', '5')).toBe('waits-already');
    expect(hub.heard).toEqual(['1', '3']);
  });

  it('whose check-in was taken back a moment ago are new scans at once', async () => {
    const hub = new Hub();
    const desk = new Desk(hub);
    await desk.scan('A', '1');
    desk.line.undone('B');
    expect(await desk.line.note({ scan: '2', badge: 'A' })).toBe('done-already');
    desk.line.undone('A');
    hub.checkedIn.delete('A');
    expect(await desk.line.note({ scan: '3', badge: 'A' })).toBe('taken');
    await settled();
    expect(hub.heard).toEqual(['1', '3']);
  });

  it('of another site stay for its own desks', async () => {
    const disk = new Disk();
    await disk.store.keep({ scan: '1', site: 'NJ', badge: 'A', readAt: '2026-11-23T00:40:00.000Z' });
    const hub = new Hub();
    const desk = new Desk(hub, disk);
    await settled();
    expect([desk.line.state.waiting, hub.heard]).toEqual([[], []]);
    expect(disk.scans.size).toBe(1);
  });

  it('are told when this browser cannot keep them, and sent all the same', async () => {
    const disk = new Disk();
    disk.store.keep = async () => Promise.reject(new Error('quota'));
    const hub = new Hub();
    const desk = new Desk(hub, disk);
    await desk.scan('A');
    expect(desk.line.state.keeps).toBe(false);
    expect(hub.checkedIn.has('A')).toBe(true);
  });

  it('lose nobody and check nobody in twice, whatever the lines do and whenever pages are loaded anew', async () => {
    const fate = fc.constantFrom<Fate[]>('through', 'lost', 'answer lost');
    const step = fc.record({
      desk: fc.nat(2),
      badge: fc.nat(12),
      does: fc.constantFrom('scan', 'scan', 'scan', 'retry', 'reload'),
    });
    const all = fc.record({
      fates: fc.array(fc.array(fate, { maxLength: 12 }), { minLength: 3, maxLength: 3 }),
      steps: fc.array(step, { maxLength: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(all, async ({ fates, steps }) => {
        const hub = new Hub(['12']);
        const desks = fates.map((own) => {
          const desk = new Desk(hub);
          desk.fates = [...own];
          return desk;
        });
        const came = new Set<string>();
        let n = 0;
        for (const { desk: which, badge, does } of steps) {
          const desk = desks[which] as Desk;
          if (does === 'reload') desk.open();
          if (does === 'retry') await desk.retry();
          if (does !== 'scan') continue;
          n += 1;
          if ((await desk.scan(`${badge}`, `${n}`)) === 'taken') came.add(`${badge}`);
          if (desk.line.state.latest?.state === 'done')
            expect(hub.checkedIn.has(desk.line.state.latest.badge)).toBe(true);
        }
        for (const desk of desks) {
          desk.fates = [];
          await desk.retry();
          desk.open();
          await settled();
          await settled();
          expect(desk.line.state.waiting).toEqual([]);
        }
        came.delete('12');
        expect([...hub.checkedIn.keys()].sort()).toEqual([...came].sort());
        // What is left in the browsers are refusals that somebody has to deal with.
        for (const { disk } of desks)
          for (const kept of disk.scans.values()) expect(kept.refused).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });
});
