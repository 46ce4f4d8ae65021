/** The lines that are open here, found by what an event may concern: no other line is asked about it. */
import type { StoredEvent } from '../ledger/command.ts';

/** A line as the index knows it: whose it is, and the hall, which a booth never leaves. */
interface Placed {
  readonly booth: string;
  readonly hall: string;
}

export class Lines<L extends Placed> {
  readonly #booths = new Map<string, L>();
  readonly #halls = new Map<string, Set<L>>();
  readonly #projects = new Map<string, Set<L>>();
  /** The project of each line that serves one. */
  readonly #serving = new Map<L, string>();
  /** Lines of which nobody has read yet what they serve: any project may be theirs. */
  readonly #unread = new Set<L>();

  of(booth: string): L | undefined {
    return this.#booths.get(booth);
  }

  /** Takes a line, in the place of the one that its booth had before. */
  add(line: L): void {
    const before = this.#booths.get(line.booth);
    if (before) this.remove(before);
    this.#booths.set(line.booth, line);
    put(this.#halls, line.hall, line);
    this.#unread.add(line);
  }

  /** False for a line that is not here, or not any more. */
  remove(line: L): boolean {
    if (this.#booths.get(line.booth) !== line) return false;
    this.#booths.delete(line.booth);
    take(this.#halls, line.hall, line);
    this.#serve(line, null);
    this.#unread.delete(line);
    return true;
  }

  /** What a line serves was read: the project of the expert who is admitted there, if any. */
  placed(line: L, project: string | null): void {
    if (this.#booths.get(line.booth) !== line) return;
    this.#unread.delete(line);
    if (this.#serving.get(line) !== (project ?? undefined)) this.#serve(line, project);
  }

  /** Lines that these events may have changed the view of. A mark is its own booth's affair alone. */
  concerned(events: readonly StoredEvent[]): Set<L> {
    const found = new Set<L>();
    for (const { type, subject, payload } of events) {
      const own = /^booth:(.*)$/s.exec(payload.by)?.[1];
      const [, kind, name = ''] = /^(booth|hall)\/(.*)$/s.exec(subject) ?? [];
      if (own !== undefined) addTo(found, [this.#booths.get(own)]);
      if (type === 'mark.drafted') continue;
      if (kind === 'booth') addTo(found, [this.#booths.get(name)]);
      if (kind === 'hall') addTo(found, this.#halls.get(name));
      const { project, booth } = payload as { project?: unknown; booth?: unknown };
      if (typeof booth === 'string') addTo(found, [this.#booths.get(booth)]);
      if (typeof project !== 'string') continue;
      addTo(found, this.#projects.get(project));
      addTo(found, this.#unread);
    }
    return found;
  }

  #serve(line: L, project: string | null): void {
    const before = this.#serving.get(line);
    if (before !== undefined) take(this.#projects, before, line);
    this.#serving.delete(line);
    if (project === null) return;
    this.#serving.set(line, project);
    put(this.#projects, project, line);
  }
}

function addTo<L>(found: Set<L>, lines: Iterable<L | undefined> = []): void {
  for (const line of lines) if (line !== undefined) found.add(line);
}

function put<L>(sets: Map<string, Set<L>>, key: string, line: L): void {
  const set = sets.get(key);
  if (set) set.add(line);
  else sets.set(key, new Set([line]));
}

function take<L>(sets: Map<string, Set<L>>, key: string, line: L): void {
  const set = sets.get(key);
  set?.delete(line);
  if (set?.size === 0) sets.delete(key);
}
