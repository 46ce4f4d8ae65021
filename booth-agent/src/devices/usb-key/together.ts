import type { KeyAnswer, KeyNow, KeyPort } from '../ports.ts';
import { Told } from './told.ts';

/** Ports of several kinds as one slot: whatever key is in the machine, however it is spoken to. */
export function together(ports: readonly KeyPort[]): KeyPort {
  const told = new Told();
  const now = new Map<KeyPort, KeyNow>();
  const inside = () => [...now].filter(([, { state }]) => state !== 'absent');
  if (ports.length === 0) told.tell({ state: 'absent' });
  for (const port of ports) {
    port.watch((key) => {
      now.set(port, key);
      // Not before each has said its first word: a key that another port knows would be missed.
      if (now.size === ports.length) told.tell(merged(inside().map(([, one]) => one)));
    });
  }
  return {
    watch: (tell) => told.watch(tell),
    async sign(bytes, pin): Promise<KeyAnswer> {
      const [only, another] = inside();
      return only && !another ? only[0].sign(bytes, pin) : { kind: 'absent' };
    },
  };
}

function merged([only, another]: readonly KeyNow[]): KeyNow {
  return another ? { state: 'several' } : (only ?? { state: 'absent' });
}
