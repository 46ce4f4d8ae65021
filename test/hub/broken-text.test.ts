/** Text with half a character in it, which JSON can write and nothing can digest. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf, entriesOf, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

let centre: Centre;
const project = projectAt('P1', ['S1', 'S2']);

beforeAll(async () => {
  centre = await Centre.open([project]);
});
afterAll(() => centre.close());

it('is refused at the door, and changes nothing', async () => {
  const agency = await centre.as('agency');
  const entries = await entriesOf(centre);
  const broken = { project: { ...project, title: '甲\ud800' } };
  expect(await codeOf(agency.send('POST', '/api/projects', broken))).toBe('TEXT_BROKEN');
  expect(await entriesOf(centre)).toBe(entries);
});
