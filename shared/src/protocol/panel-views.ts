/** GET /api/projects/:id/refused-requests → one each, the latest first (supervisor, discipline; each reading is recorded) */
export interface RefusedRequestView {
  at: string;
  /** User who asked. */
  by: string;
  what: 'panel' | 'sites';
  /** Of the evaluation, in China. */
  day: string;
  /** What was asked for those who are only possibly in conflict. */
  possible: 'exclude' | 'keep';
  /** Whom the agency wanted left out, by the ids it gave, and why. */
  excluded: { expert: string; reason: string }[];
  /** Of the refusal. */
  code: string;
}
