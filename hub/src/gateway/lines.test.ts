/** Which lines are told of an event: those that the plain rule names, put to each line by itself, and no other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoredEvent } from '../ledger/command.ts';
import { Lines } from './lines.ts';

interface Line {
  readonly booth: string;
  readonly hall: string;
  /** Undefined while it has not been read. */
  project: string | null | undefined;
}

const booth = fc.constantFrom('B1', 'B2', 'B3', 'B4');
const hall = fc.constantFrom('H1', 'H2');
const project = fc.constantFrom('P1', 'P2');
const step = fc.oneof(
  fc.record({ do: fc.constant('open' as const), booth, hall }),
  fc.record({ do: fc.constant('close' as const), booth }),
  fc.record({ do: fc.constant('read' as const), booth, project: fc.option(project) }),
  fc.record({ do: fc.constant('read late' as const), project: fc.option(project) }),
);
const event = fc
  .record({
    type: fc.constantFrom('mark.drafted', 'booth.present', 'phase.opened'),
    subject: fc.oneof(
      booth.map((id) => `booth/${id}`),
      hall.map((id) => `hall/${id}`),
      fc.constant('project/P1'),
    ),
    by: fc.oneof(
      booth.map((id) => `booth:${id}`),
      fc.constant('hub:hub'),
    ),
    project: fc.option(project, { nil: undefined }),
  })
  .map(({ by, project, ...rest }) => ({ ...rest, payload: { by, project } }) as unknown as StoredEvent);

/** The rule for one line. One whose project is not known yet may have any. */
function concerns(line: Line, { type, subject, payload }: StoredEvent): boolean {
  if (payload.by === `booth:${line.booth}`) return true;
  if (type === 'mark.drafted') return false;
  const { project } = payload as { project?: string };
  const shared = project !== undefined && (line.project === undefined || line.project === project);
  return subject === `hall/${line.hall}` || subject === `booth/${line.booth}` || shared;
}

it('tells of an event the lines it may concern, wherever they have come to, and no other', () => {
  fc.assert(
    fc.property(fc.array(step), fc.array(event, { maxLength: 3 }), (steps, events) => {
      const lines = new Lines<Line>();
      const open = new Map<string, Line>();
      let gone: Line | undefined;
      for (const one of steps) {
        if (one.do === 'open') {
          const line: Line = { booth: one.booth, hall: one.hall, project: undefined };
          gone = open.get(one.booth) ?? gone;
          open.set(one.booth, line);
          lines.add(line);
        } else if (one.do === 'read late') {
          if (gone) lines.placed(gone, one.project);
        } else {
          const line = open.get(one.booth);
          if (!line) continue;
          if (one.do === 'read') {
            line.project = one.project;
            lines.placed(line, one.project);
          } else {
            gone = line;
            open.delete(one.booth);
            expect(lines.remove(line)).toBe(true);
          }
          expect(lines.of(one.booth)).toBe(open.get(one.booth));
        }
      }
      if (gone) expect(lines.remove(gone)).toBe(false);
      const told = [...open.values()].filter((line) => events.some((one) => concerns(line, one)));
      expect(new Set(lines.concerned(events))).toEqual(new Set(told));
    }),
  );
});
