import { expect, test } from 'vitest';
import type { KeyNow } from '#booth/devices/ports.ts';
import { together } from '#booth/devices/usb-key/together.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { SimulatedKey, SimulatedToken } from '../simulators/usb-key/key.ts';

test('two kinds of keys are one slot; a key of each at once are several; no kind is an empty slot', async () => {
  const authority = await Authority.create('CA');
  const [one, other] = await Promise.all(
    ['李明', '王芳'].map(
      async (commonName) => new SimulatedToken(await authority.issue({ commonName, pin: '1' })),
    ),
  );
  if (!one || !other) throw new Error('no tokens');
  const [first, second] = [new SimulatedKey(one), new SimulatedKey()];
  const port = together([first, second]);
  const told: KeyNow[] = [];
  port.watch((key) => told.push(key));
  const sign = async () => (await port.sign(new Uint8Array(), '1')).kind;
  expect(await sign()).toBe('signed');
  second.insert(other);
  expect(await sign()).toBe('absent');
  first.remove();
  expect(told.map(({ state }) => state)).toEqual(['present', 'several', 'present']);
  expect(told.at(-1)).toMatchObject({ certificate: other.certificate });
  second.remove();
  expect(await sign()).toBe('absent');
  let now: KeyNow | null = null;
  together([]).watch((key) => {
    now = key;
  });
  expect(now).toEqual({ state: 'absent' });
});
