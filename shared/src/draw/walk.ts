/** The walk of a panel draw, candidate by candidate in the drawn order, until the panel is full. */
import type { Text } from '../catalogue/text.ts';
import { type Standing, standingIn } from './explain.ts';
import type { PanelInput } from './input.ts';
import { inTicketOrder, type PanelResult } from './panel.ts';

export interface WalkedCandidate {
  /** Place in the drawn order, from 1. */
  readonly order: number;
  readonly id: string;
  /** `HMAC(seed, J(["ticket", id]))`, which gives the place. */
  readonly ticket: string;
  readonly site: string;
  readonly categories: readonly string[];
  /** The category a member fills; null for whoever was passed over. */
  readonly category: string | null;
  /** What became of them and why; null beyond the first reasons, each of which costs a search of its own. */
  readonly reason: { readonly standing: Standing; readonly text: Text } | null;
}

/** Reasons that are worked out for those who were passed over. */
const REASONS = 100;

/** Everybody who was looked at, in order, with what became of them and why. */
export function walkPanel(input: PanelInput, seed: string, result: PanelResult): WalkedCandidate[] {
  const order = inTicketOrder(input, seed);
  const members = new Map(result.panel.map((member) => [member.id, member]));
  const walked: WalkedCandidate[] = [];
  let [taken, reasons] = [0, 0];
  for (const [place, { candidate, ticket }] of order.entries()) {
    if (taken === members.size) break;
    const { id, site, categories } = candidate;
    const member = members.get(id);
    if (member) taken += 1;
    walked.push({
      ...{ order: place + 1, id, ticket, site, categories: [...categories] },
      category: member?.category ?? null,
      reason: member || ++reasons <= REASONS ? standingIn(input, result, order, candidate, place) : null,
    });
  }
  return walked;
}
