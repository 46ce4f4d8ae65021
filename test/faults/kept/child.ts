/** Does what is done in one of the places, and is gone at the Nth call: `PLACE DIRECTORY N SETTING`. */
import { writeSync } from 'node:fs';
import { faultyIn, watchCalls } from '../watched-calls.ts';
import type { Setting } from './place.ts';
import { type PlaceName, placeOf } from './places.ts';

const [name = '', directory = '', step = '', setting = ''] = process.argv.slice(2);
// What was told is out before the process is gone.
const told = (what: string) => void writeSync(1, `${what}\n`);
const place = await placeOf(name as PlaceName);
watchCalls();
await faultyIn(directory, { step: Number(step), how: 'kill' }, () =>
  place.work(directory, told, JSON.parse(setting) as Setting),
);
