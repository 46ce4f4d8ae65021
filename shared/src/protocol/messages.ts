/** Between the hub and the centre's message gateway (docs/messages.md), and what desks pass on of it. */
import { type Static, Type } from 'typebox';
import { Badge, closed, Id } from './primitives.ts';

export const Answer = Type.Union([Type.Literal('accepted'), Type.Literal('declined')]);
export type Answer = Static<typeof Answer>;

const code = Type.String({ pattern: '^[0-9]{6}$' });

/** POST /api/messages/answers: what an expert has replied, told by the gateway under its signature. */
export const GatewayAnswer = Type.Object(
  { format: Type.Literal('kawei/answer@1'), expert: Id, code, answer: Answer },
  closed,
);
export type GatewayAnswer = Static<typeof GatewayAnswer>;

/** POST /api/hall/answers (hall): an expert tells the desk their code. */
export const DeskAnswer = Type.Object({ badge: Badge, code, answer: Answer }, closed);

/** What the gateway is asked to deliver. It says where to come and nothing of the project or of others. */
export interface Invitation {
  readonly format: 'kawei/invitation@1';
  /** The same whenever it is sent again: a gateway that has it already answers 2xx and delivers nothing. */
  readonly id: string;
  /** The expert's id in the pool, by which the gateway knows their telephone. */
  readonly expert: string;
  readonly name: string;
  readonly site: string;
  /** In China; null where nobody said. */
  readonly day: string | null;
  readonly time: string | null;
  readonly code: string;
  /** Within which an answer is asked for; 0 for no limit. */
  readonly minutes: number;
  readonly text: { readonly zh: string; readonly en: string };
}
