/** Every defect that can be planted, one at a time. */
import type { Morning } from '../morning.ts';
import type { Defect } from './defect.ts';
import { boothDefects } from './of-booths.ts';
import { lineDefects } from './of-lines.ts';
import { ledgerDefects } from './of-the-ledger.ts';
import { roomDefects } from './of-the-rooms.ts';
import { spineDefects } from './of-the-spine.ts';
import { viewDefects } from './of-views.ts';

export const defects: readonly Defect[] = [
  ...spineDefects,
  ...ledgerDefects,
  ...roomDefects,
  ...viewDefects,
  ...lineDefects,
  ...boothDefects,
];

export function plant(name: string, morning: Morning): void {
  const defect = defects.find((one) => one.name === name);
  if (!defect) throw new Error(`no defect ${name}`);
  defect.plant(morning.seams, morning, morning.chance.fork('defect'));
}
