/** Defects of the booths' lines, at either end of them. */
import { type BoothFrame, type HubFrame, inFrames, type NumberedAct } from '#shared/protocol/booth-frames.ts';
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

/** Lets the hub see other acts than are sent; `change` gives them in the order in which it is to see them. */
function actsSeen(
  seams: Seams,
  change: (booth: string, sent: NumberedAct, numbers: Numbers) => NumberedAct[],
): void {
  const numbers = new Numbers();
  seams.frame = (booth, from, text) => {
    const frame = JSON.parse(text) as BoothFrame | HubFrame;
    if (from === 'booth') {
      if (frame.type !== 'acts') return [text];
      const seen = frame.acts.flatMap((act) => change(booth, act, numbers));
      return inFrames(seen).map((acts) => JSON.stringify({ type: 'acts', acts }));
    }
    if (frame.type === 'welcome')
      return [JSON.stringify({ ...frame, last: numbers.last(booth, frame.last) })];
    if (frame.type !== 'acks') return [text];
    const acks = frame.acks.flatMap((ack) => {
      const n = numbers.toBooth(booth, ack.n);
      return n === null ? [] : [{ ...ack, n }];
    });
    return acks.length === 0 ? [] : [JSON.stringify({ ...frame, acks })];
  };
}

const isView = (text: string) => text.startsWith('{"type":"view"');
const isAck = (text: string) => text.startsWith('{"type":"acks"');

export const lineDefects: readonly Defect[] = [
  {
    name: 'key-of-acts-missing',
    what: 'an act that comes again is carried out again',
    plant(seams) {
      const seen = new Set<string>();
      actsSeen(seams, (booth, sent, numbers) => {
        const n = numbers.toHub(booth, sent.n);
        const key = `${booth} ${sent.n}`;
        if (!seen.has(key)) {
          seen.add(key);
          return [{ ...sent, n }];
        }
        return [
          { ...sent, n },
          { ...sent, n: numbers.extra(booth, n) },
        ];
      });
    },
  },
  {
    name: 'old-draft-wins',
    what: 'a mark of the line before overwrites a newer one',
    plant(seams, _morning, chance) {
      const last = new Map<string, NumberedAct>();
      actsSeen(seams, (booth, sent, numbers) => {
        const n = numbers.toHub(booth, sent.n);
        const before = last.get(booth);
        last.set(booth, sent);
        const again = before?.act.kind === 'mark' && sent.act.kind === 'mark' && chance.happens(0.05);
        if (!again) return [{ ...sent, n }];
        return [
          { ...sent, n },
          { ...(before as NumberedAct), n: numbers.extra(booth, n) },
        ];
      });
    },
  },
  {
    name: 'applied-out-of-order',
    what: 'two acts are carried out in the order in which they did not come',
    plant(seams, _morning, chance) {
      const held = new Map<string, NumberedAct>();
      actsSeen(seams, (booth, sent, numbers) => {
        const n = numbers.toHub(booth, sent.n);
        const waiting = held.get(booth);
        held.delete(booth);
        if (waiting && waiting.n + 1 === sent.n) {
          return [
            { ...sent, n: n - 1 },
            { ...waiting, n },
          ];
        }
        if (waiting || sent.act.kind !== 'mark' || !chance.happens(0.1)) return [{ ...sent, n }];
        held.set(booth, sent);
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
      actsSeen(seams, (booth, sent, numbers) => {
        const key = `${booth} ${sent.n}`;
        if (fresh.has(key) && !dropped.has(key)) {
          dropped.add(key);
          return [];
        }
        fresh.add(key);
        if (dropped.has(key)) return [];
        return [{ ...sent, n: numbers.toHub(booth, sent.n) }];
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
        const frame = JSON.parse(text) as Extract<HubFrame, { type: 'acks' }>;
        const acks = frame.acks.map((ack) => ({ ...ack, n: ack.n + 1 }));
        return [JSON.stringify({ ...frame, acks })];
      };
    },
  },
];
