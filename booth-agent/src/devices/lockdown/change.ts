/** What an operation of the lock-down is made of. Every path is absolute, below whatever root the engine was given. */

export type Change =
  /** A file of ours, whole. */
  | { readonly kind: 'file'; readonly path: string; readonly content: string }
  /** A link in the place of a file: how systemd is told that a unit does not exist. */
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  /** What is written to a file of the kernel, and what to write when it is taken back; null: what it had before. */
  | { readonly kind: 'value'; readonly path: string; readonly value: string; readonly back: string | null };

/** What the system is told once changes are made, and again once they are taken back. */
export type SystemCall = readonly string[];

/** One thing that is locked, by a name that the report and the documents use. */
export interface Operation {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  /** Worked out at the moment of locking: some depend on what the machine has. */
  readonly changes: (root: string) => readonly Change[];
  readonly tell: readonly SystemCall[];
}

/** What stood at a path before a change. */
export type Before =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'file';
      readonly content: string;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    }
  | { readonly kind: 'link'; readonly target: string; readonly uid: number; readonly gid: number }
  | { readonly kind: 'value'; readonly value: string };

/** One line of the journal: enough to take one change back without knowing what it was for. */
export interface Entry {
  readonly operation: string;
  readonly at: string;
  readonly path: string;
  /** `content` is in base64. */
  readonly before: Before;
  /** Directories that the change makes, the outermost first. */
  readonly made: readonly string[];
  readonly tell: readonly SystemCall[];
}

/** What became of one operation. */
export interface Outcome {
  readonly operation: string;
  readonly done: boolean;
  /** What was in the way, for who looks after the terminal; '' where it is done. */
  readonly detail: string;
}
