import type { BidderView, ItemView } from '#shared/protocol/evaluation.ts';
import { useBooth, useSession } from '../bridge/booth.tsx';
import { cellKey, type Reading, readMark } from '../marking/cells.ts';
import { useTyped } from '../marking/typed.ts';

/** A mark of the new sheet that is another than the signed one. */
export interface Change {
  readonly item: ItemView;
  readonly before: number | undefined;
  readonly after: number;
}

/** One bidder's marks while they are amended: what the core keeps of it, and what is being typed. */
export interface Amended {
  readonly items: readonly ItemView[];
  readonly signed: Readonly<Record<string, number>>;
  /** Those the core keeps, signed with the new sheet. */
  readonly changes: readonly Change[];
  /** Something typed is no mark. */
  readonly faulty: boolean;
  /** A mark just typed counts, though the agent has not told of it yet. */
  readonly onItsWay: boolean;
  textOf(item: ItemView): string | null;
  type(item: ItemView, text: string | null): void;
}

export function useAmended(bidder: BidderView): Amended {
  const { amendment } = useBooth().screen;
  const { project, marks } = useSession();
  const { items } = project;
  const [typed, setTyped] = useTyped('amended');
  const signed = marks[bidder.id] ?? {};
  const textOf = (item: ItemView) => typed[cellKey(bidder.id, item.id)] ?? null;
  const someTyped = (is: (reading: Reading, item: ItemView) => boolean) =>
    items.some((item) => {
      const text = textOf(item);
      return text !== null && is(readMark(text, { bidder, item }), item);
    });
  return {
    items,
    signed,
    changes: changesOf(items, signed, amendment[bidder.id] ?? {}),
    faulty: someTyped(({ mark, fault }) => mark === null || fault !== null),
    onItsWay: someTyped(({ mark }, { id }) => mark !== signed[id]),
    textOf,
    type: (item, text) => setTyped(cellKey(bidder.id, item.id), text),
  };
}

function changesOf(
  items: readonly ItemView[],
  signed: Readonly<Record<string, number>>,
  amended: Readonly<Record<string, number>>,
): Change[] {
  return items.flatMap((item) => {
    const after = amended[item.id];
    return after === undefined || after === signed[item.id] ? [] : [{ item, before: signed[item.id], after }];
  });
}
