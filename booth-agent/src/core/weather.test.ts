import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Authority } from '#test/simulators/authority/authority.ts';
import { Bench } from '#test/simulators/hub-line/bench.ts';
import { expertAt, keepMarks, sessionView } from '#test/simulators/hub-line/views.ts';
import { SimulatedToken } from '#test/simulators/usb-key/key.ts';
import { withMark } from './overlay.ts';

let issued: { p12: Uint8Array; certificate: Uint8Array };

beforeAll(async () => {
  issued = await (await Authority.create('CA')).issue({ commonName: '李明', pin: '123456' });
});

const mark = fc.record({
  kind: fc.constant('mark' as const),
  bidder: fc.constantFrom('B1', 'B2'),
  item: fc.constantFrom('T1', 'C1'),
  mark: fc.option(fc.integer({ min: 0, max: 5 }).map((points) => points * 1000)),
});
const weather = fc.constantFrom(
  'drop' as const,
  'hub-gone' as const,
  'hub-back' as const,
  'no-answers' as const,
  'answers' as const,
  'answers-twice' as const,
  'restart' as const,
);
const steps = fc.array(fc.oneof({ weight: 3, arbitrary: mark }, { weight: 2, arbitrary: weather }), {
  minLength: 8,
  maxLength: 24,
});

async function change(bench: Bench, what: typeof weather extends fc.Arbitrary<infer W> ? W : never) {
  const { hub } = bench;
  switch (what) {
    case 'drop':
      return hub.drop();
    case 'hub-gone':
      return hub.close();
    case 'hub-back':
      hub.close();
      return hub.open();
    case 'no-answers':
      hub.mute = true;
      return;
    case 'answers':
      hub.mute = false;
      return;
    case 'answers-twice':
      hub.repeat = 2;
      return;
    case 'restart':
      await bench.stop();
      await bench.start();
  }
}

test('whatever the line, the hub and the machine do, every mark is shown at once and reaches the hub once', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (made) => {
      const bench = await Bench.open(sessionView(expertAt('marking')), new SimulatedToken(issued));
      keepMarks(bench.hub);
      try {
        let marks: ReturnType<typeof withMark> = {};
        const given: unknown[] = [];
        for (const step of made) {
          if (typeof step === 'string') await change(bench, step);
          else {
            expect(await bench.page.act(step)).toBeNull();
            given.push(step);
            marks = withMark(marks, step.bidder, step.item, step.mark);
          }
          const now = filled(marks);
          await bench.page.until(
            ({ session }) => JSON.stringify(filled(session?.marks ?? {})) === JSON.stringify(now),
          );
        }
        bench.hub.mute = false;
        bench.hub.close();
        await bench.reconnect();
        expect(bench.hub.stored.map(({ act }) => act)).toEqual(given);
        expect(bench.hub.stored.map(({ n }) => n)).toEqual(given.map((_, place) => place + 1));
        expect(filled(bench.hub.view.session?.marks ?? {})).toEqual(filled(marks));
      } finally {
        await bench.close();
      }
    }),
    { numRuns: 25 },
  );
});

/** Marks in one order, without bidders that have none. */
function filled(marks: Record<string, Record<string, number>>): [string, number][] {
  return Object.entries(marks)
    .flatMap(([bidder, items]) =>
      Object.entries(items).map(([item, given]): [string, number] => [`${bidder}/${item}`, given]),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
