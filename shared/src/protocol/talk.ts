import { type Static, Type } from 'typebox';
import { closed, Instant, Line, Prose } from './primitives.ts';

/** The most characters of one statement, and how many of the latest a view carries. */
export const STATEMENT_LIMIT = 500;
export const STATEMENTS_SHOWN = 200;

/** Whether the panel may talk: `marking` from the first mark until all have signed, for everybody marks alone. */
export const TalkState = Type.Union([
  Type.Literal('not-yet'), // not all are in and have pledged
  Type.Literal('open'),
  Type.Literal('marking'),
  Type.Literal('over'), // the report is sealed, or the evaluation has failed
]);
export type TalkState = Static<typeof TalkState>;

/** What an expert has said to the panel; nobody is named but by alias. */
export const StatementView = Type.Object({ alias: Line, at: Instant, text: Prose }, closed);
export type StatementView = Static<typeof StatementView>;

/** The panel's talk as those read it who watch over the project. */
export interface PanelTalk {
  readonly state: TalkState;
  /** How many statements were made in all. */
  readonly said: number;
  /** The latest, in the order they were made. */
  readonly statements: readonly StatementView[];
}
