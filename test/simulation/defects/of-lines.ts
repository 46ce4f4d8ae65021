/** Defects of the booths' lines, at either end of them. */
import type { AckFrame, BoothFrame, HubFrame } from '#shared/protocol/booth-frames.ts';
import type { SentAct } from '../observer.ts';
import type { Seams } from '../seams.ts';
import type { Defect } from './defect.ts';

/** Numbers of acts as the hub knows them, where a defect has it see other acts than the booth has numbered. */
class Numbers {
  readonly #ahead = new Map<string, number>();
  /** Booth's number → the hub's. */
  readonly #given = new Map<string, number>();

  toHub(booth: string, n: number): number {
    const key = `${booth} ${n}`;
    const given = this.#given.get(key) ?? n + (this.#ahead.get(booth) ?? 0);
    this.#given.set(key, given);
    return given;
  }

  /** One number more, for an act that the booth knows nothing of. */
  extra(booth: string, after: number): number {
    this.#ahead.set(booth, (this.#ahead.get(booth) ?? 0) + 1);
    return after + 1;
  }

  toBooth(booth: string, n: number): number | null {
    for (const [key, given] of this.#given) {
      if (given === n && key.startsWith(`${booth} `)) return Number(key.split(' ')[1]);
    }
    return null;
  }

  last(booth: string, last: number): number {
    return Math.max(0, last - (this.#ahead.get(booth) ?? 0));
  }
}

/** Lets the hub see other acts than are sent; `change` gives them in the order in which it is to see them, one to a frame. */
function actsSeen(seams: Seams, change: (booth: string, act: SentAct, numbers: Numbers) => SentAct[]): void {
  const numbers = new Numbers();
  seams.frame = (booth, from, text) => {
    const frame = JSON.parse(text) as BoothFrame | HubFrame;
    if (from === 'booth') {
      if (frame.type !== 'acts') return [text];
      return frame.acts
        .flatMap((one, place) => change(booth, { ...one, n: frame.first + place }, numbers))
        .map(({ n, ...one }) => JSON.stringify({ type: 'acts', first: n, acts: [one] }));
    }
    if (frame.type === 'welcome')
      return [JSON.stringify({ ...frame, last: numbers.last(booth, frame.last) })];
    if (frame.type !== 'ack') return [text];
    return frame.refusals.flatMap((refusal, place) => {
      const first = numbers.toBooth(booth, frame.first + place);
      return first === null ? [] : [JSON.stringify({ ...frame, first, refusals: [refusal] })];
    });
  };
}

const isView = (text: string) => text.startsWith('{"type":"view"');
const isAck = (text: string) => text.startsWith('{"type":"ack"');

export const lineDefects: readonly Defect[] = [
  {
    name: 'key-of-acts-missing',
    what: 'an act that comes again is carried out again',
    plant(seams) {
      const seen = new Set<string>();
      actsSeen(seams, (booth, frame, numbers) => {
        const n = numbers.toHub(booth, frame.n);
        const key = `${booth} ${frame.n}`;
        if (!seen.has(key)) {
          seen.add(key);
          return [{ ...frame, n }];
        }
        return [
          { ...frame, n },
          { ...frame, n: numbers.extra(booth, n) },
        ];
      });
    },
  },
  {
    name: 'old-draft-wins',
    what: 'a mark of the line before overwrites a newer one',
    plant(seams, _morning, chance) {
      const last = new Map<string, SentAct>();
      actsSeen(seams, (booth, frame, numbers) => {
        const n = numbers.toHub(booth, frame.n);
        const before = last.get(booth);
        last.set(booth, frame);
        const again = before?.act.kind === 'mark' && frame.act.kind === 'mark' && chance.happens(0.05);
        if (!again) return [{ ...frame, n }];
        return [
          { ...frame, n },
          { ...(before as SentAct), n: numbers.extra(booth, n) },
        ];
      });
    },
  },
  {
    name: 'applied-out-of-order',
    what: 'two acts are carried out in the order in which they did not come',
    plant(seams, _morning, chance) {
      const held = new Map<string, SentAct>();
      actsSeen(seams, (booth, frame, numbers) => {
        const n = numbers.toHub(booth, frame.n);
        const waiting = held.get(booth);
        held.delete(booth);
        if (waiting && waiting.n + 1 === frame.n) {
          return [
            { ...frame, n: n - 1 },
            { ...waiting, n },
          ];
        }
        if (waiting || frame.act.kind !== 'mark' || !chance.happens(0.1)) return [{ ...frame, n }];
        held.set(booth, frame);
        return [];
      });
    },
  },
  {
    name: 'lowest-not-sent-again',
    what: 'what is sent again after an outage begins with the second',
    plant(seams) {
      const fresh = new Set<string>();
      const dropped = new Set<string>();
      actsSeen(seams, (booth, frame, numbers) => {
        const key = `${booth} ${frame.n}`;
        if (fresh.has(key) && !dropped.has(key)) {
          dropped.add(key);
          return [];
        }
        fresh.add(key);
        if (dropped.has(key)) return [];
        return [{ ...frame, n: numbers.toHub(booth, frame.n) }];
      });
    },
  },
  {
    name: 'ack-not-sent',
    what: 'now and then an act is stored and never answered',
    plant(seams, _morning, chance) {
      seams.frame = (_booth, from, text) =>
        from === 'hub' && isAck(text) && chance.happens(0.05) ? [] : [text];
    },
  },
  {
    name: 'view-not-sent',
    what: 'now and then a change of the view is not sent',
    plant(seams, _morning, chance) {
      seams.frame = (_booth, from, text) =>
        from === 'hub' && isView(text) && chance.happens(0.25) ? [] : [text];
    },
  },
  {
    name: 'ack-of-the-next',
    what: 'an answer names the act after the one that was done',
    plant(seams, _morning, chance) {
      seams.frame = (_booth, from, text) => {
        if (from === 'booth' || !isAck(text) || !chance.happens(0.05)) return [text];
        const frame = JSON.parse(text) as AckFrame;
        return [JSON.stringify({ ...frame, first: frame.first + 1 })];
      };
    },
  },
];
