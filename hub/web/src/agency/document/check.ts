/** What is wrong with a document, and what only looks wrong, by the hub's own rules. */
import { type FaultMessage, Refusal, refusalText } from '#shared/catalogue/refusal.ts';
import { checkForEvaluation, projectWarnings } from '#shared/projects/project.ts';

export interface Findings {
  readonly faults: readonly FaultMessage[];
  /** Listed to be verified; they do not stand in the way. */
  readonly warnings: readonly FaultMessage[];
}

/** Checks a document of any quality, exactly as the hub will. */
export function findingsOf(document: unknown): Findings {
  try {
    const warnings = projectWarnings(checkForEvaluation(document));
    return {
      faults: [],
      warnings: warnings.map(({ code, place, values }) => ({
        code,
        place,
        message: refusalText(code, values),
      })),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, faults } = error.toMessage();
    return { faults: faults.length > 0 ? faults : [{ code, place: '', message }], warnings: [] };
  }
}
