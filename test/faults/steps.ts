/**
 * Every step of every durable path, of the hub and of the booth, by name and in the order in which it is passed.
 * `before` and `after` stand around one call: a call that fails at `before` was not carried out, one that fails
 * at `after` was.
 */

const around = <const N extends string>(name: N) => [`${name}.before`, `${name}.after`] as const;

/** How a file comes to be, whole or not at all. */
const fileOf = <const N extends string>(name: N) =>
  [`${name}.drafted`, `${name}.written`, `${name}.synced`, `${name}.named`, `${name}.settled`] as const;

/** A hub's first start on an empty directory. */
export const firstStartSteps = [...around('migrate'), ...fileOf('key')] as const;

/** A statement of the hub's transaction; each is a write that can fail. */
export const statementSteps = [
  ...around('begin'),
  ...around('append'),
  ...around('project'),
  ...around('act-kept'),
  ...around('tile'),
  ...around('checkpoint'),
  ...around('commit'),
] as const;

/**
 * What only a database of several processes has: the lock of a start, the turn to write, the duties, the wake-up of
 * the others. On SQLite, which one process has to itself, none of them is ever passed. These before there are users:
 */
export const sharedFirstStartSteps = [...around('start-lock'), ...around('turn')] as const;

/** And these in all. */
export const sharedSteps = [...sharedFirstStartSteps, ...around('duties'), ...around('notify')] as const;

/** A booth's act, from the frame to the answer, and what follows it outside of the database. */
export const workSteps = [
  'act.received',
  'act.verified',
  ...statementSteps,
  'adopted',
  'told',
  ...around('ack'),
  ...fileOf('invitation'),
  ...fileOf('report'),
] as const;

/** A back-up, and its restoration elsewhere. */
export const backupSteps = [...fileOf('backup'), ...fileOf('restore')] as const;

/** The booth: what the person does, on its way to the hub, and what the hub says, on its way to the screen. */
export const boothSteps = [
  'intent',
  'outbox.inserted',
  'outbox.stored',
  ...around('send'),
  ...around('welcome-kept'),
  'answer.inserted',
  ...around('answer-kept'),
  ...around('view-kept'),
] as const;

export const steps = [
  ...firstStartSteps,
  ...workSteps,
  ...sharedSteps,
  ...backupSteps,
  ...boothSteps,
] as const satisfies string[];

export type Step = (typeof steps)[number];
