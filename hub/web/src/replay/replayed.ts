/** The replay itself: everything of a transcript derived again, from the file alone. */
import { parseJson } from '#shared/canonical/json-text.ts';
import type { PanelResult } from '#shared/draw/panel.ts';
import { type ReplayCheck, replay, type Transcript } from '#shared/draw/transcript.ts';
import { type WalkedCandidate, walkPanel } from '#shared/draw/walk.ts';

export interface Replayed {
  readonly transcript: Transcript;
  /** In order; those after the first that does not hold were not made. */
  readonly checks: readonly ReplayCheck[];
  /** Everybody who was looked at; empty for a seat draw, and where the draw does not hold. */
  readonly walk: readonly WalkedCandidate[];
}

/** Replays what a file says. Refuses what is not a transcript at all. */
export function replayText(name: string, text: string): Replayed {
  const value = parseJson(name, text);
  const checks = replay(value);
  const transcript = value as Transcript;
  const { input, seed, result } = transcript;
  const sound = checks.every(({ holds }) => holds);
  const walk = sound && input.kind === 'panel' ? walkPanel(input, seed, result as PanelResult) : [];
  return { transcript, checks, walk };
}
