/** A place where something is kept beside the hub's database and the booth's, and what is done there. */

/** What a place needs to know from elsewhere. */
export type Setting = Readonly<Record<string, string>>;

export interface KeptPlace {
  /** Does once what is done in this directory; `told` hears each thing that somebody is told is kept. */
  work(directory: string, told: (what: string) => void, setting: Setting): Promise<void>;
  /** Starts again, and does it again if need be: what of it does not hold. */
  faults(directory: string, told: readonly string[], setting: Setting): Promise<string[]>;
}
