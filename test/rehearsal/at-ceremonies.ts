/** What tests of a ceremony of two sites share: opening it, doing parts of it, and what it must come to. */
import { expect } from 'vitest';
import { replay, type Transcript } from '#shared/draw/transcript.ts';
import type { Project } from '#shared/projects/project.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { until } from '../demo/staff.ts';
import { alertsOf, type Part, partOf } from './at-the-door.ts';
import type { Centre } from './centre.ts';

/** A ceremony of S1 and S2 that waits for their countersignatures. */
export interface Opened {
  readonly drawId: string;
  readonly digest: string;
  readonly one: Part;
  readonly two: Part;
}

/** A project entered, frozen, and its panel asked for. */
export async function opened(centre: Centre, project: Project): Promise<Opened> {
  await centre.enterAndFreeze(project);
  return ceremonyOf(centre, await asked(centre, project.id));
}

/** Asks for a panel; the id of its draw. */
export async function asked(
  centre: Centre,
  project: string,
  excluded: readonly object[] = [],
  more: object = {},
): Promise<string> {
  const agency = await centre.as('agency');
  const path = `/api/projects/${project}/panel`;
  return (await agency.send<{ drawId: string }>('POST', path, { excluded, ...more })).drawId;
}

export async function ceremonyOf(centre: Centre, drawId: string): Promise<Opened> {
  const [one, two] = [await partOf(centre, 'S1', drawId), await partOf(centre, 'S2', drawId)];
  return { drawId, digest: (await one.view())?.inputDigest ?? '', one, two };
}

export async function drawOf(centre: Centre, drawId: string): Promise<DrawView> {
  const found = (await centre.draws('supervisor')).find((draw) => draw.drawId === drawId);
  if (!found) throw new Error(`no draw ${drawId}`);
  return found;
}

export async function transcriptOf(centre: Centre, drawId: string): Promise<Transcript> {
  const supervisor = await centre.as('supervisor');
  return supervisor.get<Transcript>(`/api/draws/${encodeURIComponent(drawId)}/transcript`);
}

/** What `kawei draw replay` says of the transcript, which must all hold. */
export function expectReplays(transcript: Transcript): void {
  const checks = replay(JSON.parse(JSON.stringify(transcript)));
  expect(checks.map(({ name, holds }) => [name, holds])).toEqual(
    [
      'digest',
      'input',
      'countersignatures',
      'commitments',
      'root',
      'parties',
      'beacon-named',
      'seed',
      'result',
      'second',
    ].map((name) => [name, true]),
  );
}

/** Both sites countersign, so that the commitments may begin. */
export async function countersigned(draw: Opened): Promise<Opened> {
  expect(await draw.one.countersign(draw.digest)).toBe('done');
  expect(await draw.two.countersign(draw.digest)).toBe('done');
  return draw;
}

/** The draw is made beside the loop, moments after the last reveal. */
export async function made(centre: Centre, drawId: string): Promise<Transcript> {
  await until(`${drawId} made`, async () =>
    (await drawOf(centre, drawId)).phase === 'completed' ? true : null,
  );
  return transcriptOf(centre, drawId);
}

/** Sites for which an alert was raised as withheld in this draw. */
export async function withheldAlerts(centre: Centre, drawId: string): Promise<(string | null)[]> {
  const all = await alertsOf(centre, 'DRAW_WITHHELD');
  return all
    .filter(({ text }) => text.zh.includes(drawId) && text.en.includes(drawId))
    .map(({ site }) => site)
    .sort();
}
