/**
 * What has truly happened, told from the stored entries of the ledger alone and by code of the simulation's own: the
 * measure for what anybody may be shown, and for what the hub's own tables must say.
 */
import type { EventPayload, EventType } from '#shared/catalogue/events/index.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import type { HubDisk } from './store.ts';

export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly type: EventType;
  readonly payload: Record<string, unknown> & { readonly by: string; readonly boothAt?: string };
}

export interface Called {
  readonly project: string;
  readonly expert: string;
  readonly realId: string;
  readonly site: string;
  readonly ticket: string;
}

/** One project as its entries tell it. */
export interface Story {
  readonly document: Project;
  readonly enteredBy: string;
  members: Called[];
  /** Pseudonyms of all who were on the panel when it had come together: their names may be known from then on. */
  readonly disclosed: Set<string>;
  valid: string[] | null;
  readonly pledged: Set<string>;
  disputed: boolean;
  revealed: boolean;
  ended: boolean;
  readonly recused: Set<string>;
  /** `EXPERT/BIDDER/ITEM` → every mark this expert has given there, and the last one. */
  readonly drafts: Map<string, (number | null)[]>;
  /** Pseudonym → the sheet signed last. */
  readonly sheets: Map<string, Sheet>;
  readonly flags: Map<string, string>;
  /** The totals told at the reveal. */
  result: unknown;
}

export class Truth {
  readonly entries: Entry[] = [];
  readonly stories = new Map<string, Story>();
  /** Booth → who is admitted there. */
  readonly admitted = new Map<string, { project: string; expert: string }>();
  /** Who has checked in: real id → site. */
  readonly present = new Map<string, string>();
  readonly #disk: Pick<HubDisk, 'prepared'>;
  /** Called with each new entry, in order. */
  told: (entry: Entry) => void = () => {};

  constructor(disk: Pick<HubDisk, 'prepared'>) {
    this.#disk = disk;
  }

  /** Takes what has been stored since. */
  follow(): void {
    const read = this.#disk.prepared('select seq, at, type, payload from ledger where seq >= ? order by seq');
    for (const row of read.all(this.entries.length) as (Omit<Entry, 'payload'> & {
      payload: string;
    })[]) {
      const entry: Entry = { ...row, payload: JSON.parse(row.payload) as Entry['payload'] };
      this.entries.push(entry);
      this.#take(entry);
      this.told(entry);
    }
  }

  story(project: string): Story {
    const story = this.stories.get(project);
    if (!story) throw new Error(`no project ${project}`);
    return story;
  }

  memberOf(project: string, expert: string): Called | undefined {
    return this.stories.get(project)?.members.find((member) => member.expert === expert);
  }

  #take({ type, payload }: Entry): void {
    const take = folds[type] as ((truth: Truth, payload: unknown) => void) | undefined;
    take?.(this, payload);
  }
}

type Fold<T extends EventType> = (truth: Truth, payload: EventPayload<T> & { by: string }) => void;

const folds: { readonly [T in EventType]?: Fold<T> } = {
  'project.entered': (truth, { project, document, by }) => {
    truth.stories.set(project, {
      ...{ document: document as Project, enteredBy: by, members: [], disclosed: new Set(), valid: null },
      ...{ pledged: new Set(), disputed: false, revealed: false, ended: false, recused: new Set() },
      ...{ drafts: new Map(), sheets: new Map(), flags: new Map(), result: null },
    });
  },
  'panel.drawn': (truth, { project, members }) => {
    truth.story(project).members = members.map((member) => ({ project, ...member }));
  },
  'member.replaced': (truth, { project, expert, replacement }) => {
    const story = truth.story(project);
    story.members = story.members.filter((member) => member.expert !== expert);
    if (replacement) story.members.push({ project, ...replacement });
    story.valid = null;
    story.disputed = false;
    story.sheets.clear();
    for (const key of story.drafts.keys()) if (key.startsWith(`${expert}/`)) story.drafts.delete(key);
    for (const [booth, who] of truth.admitted) {
      if (who.project === project && who.expert === expert) truth.admitted.delete(booth);
    }
  },
  'expert.checked-in': (truth, { realId, site }) => void truth.present.set(realId, site),
  'check-in.undone': (truth, { realId }) => void truth.present.delete(realId),
  'panel.assembled': (truth, { project }) => {
    const story = truth.story(project);
    for (const { expert } of story.members) story.disclosed.add(expert);
  },
  'admission.granted': (truth, { booth, project, expert }) =>
    void truth.admitted.set(booth, { project, expert }),
  'seat.left': (truth, { booth }) => void truth.admitted.delete(booth),
  'expert.departed': (truth, { booth }) => void truth.admitted.delete(booth),
  'seat.vacated': (truth, { seat }) => void truth.admitted.delete(`T-${seat}`),
  'pledge.signed': (truth, { project, expert }) => void truth.story(project).pledged.add(expert),
  'recusal.declared': (truth, { project, expert }) => void truth.story(project).recused.add(expert),
  'review.disputed': (truth, { project }) => {
    truth.story(project).disputed = true;
  },
  'review.decided': (truth, { project, outcomes }) => {
    truth.story(project).valid = outcomes.filter((one) => one.valid).map((one) => one.bidder);
  },
  'mark.drafted': (truth, { project, expert, bidder, item, mark }) => {
    const { drafts } = truth.story(project);
    const key = `${expert}/${bidder}/${item}`;
    drafts.set(key, [...(drafts.get(key) ?? []), mark]);
  },
  'sheet.signed': (truth, { project, expert, content }) =>
    void truth.story(project).sheets.set(expert, JSON.parse(content) as Sheet),
  'marks.revealed': (truth, { project, result }) => {
    Object.assign(truth.story(project), { revealed: true, result });
  },
  'flag.raised': (truth, { project, flag, expert }) => void truth.story(project).flags.set(flag, expert),
  'report.sealed': (truth, { project }) => {
    truth.story(project).ended = true;
  },
};
