/** The places by name; each is loaded by itself, since a process is started for every step of it. */
import type { KeptPlace } from './place.ts';

const loaders = {
  'bid-document': () => import('./bid-document.ts'),
  'booth-document': () => import('./booth-document.ts'),
  enrolment: () => import('./enrolment.ts'),
  renewal: () => import('./renewal.ts'),
  witness: () => import('./witness.ts'),
} as const;

export type PlaceName = keyof typeof loaders;
export const placeNames = Object.keys(loaders) as PlaceName[];

export async function placeOf(name: PlaceName): Promise<KeptPlace> {
  return (await loaders[name]()).place;
}
