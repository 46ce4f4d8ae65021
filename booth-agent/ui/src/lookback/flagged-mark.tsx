import type { ReactNode } from 'react';
import type { FlagVoteView } from '#shared/protocol/evaluation.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useSession } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';

type Flagged = Pick<FlagVoteView, 'bidder' | 'item' | 'direction' | 'text'>;

/** The marks that count for a flag: its item, or for one on a bidder all that is judged. */
export function useCounted(item: string | null) {
  const { project } = useSession();
  const found = project.items.find(({ id }) => id === item);
  // A flag on a bidder is about the sum of what is judged: the objective items are the same for all.
  return found ? [found] : project.items.filter(({ kind }) => kind === 'subjective');
}

/** What a flag is about: bidder and item, whose mark it is, and why it was raised. */
export function FlaggedMark({
  flag,
  whose,
  mark,
  children,
}: {
  flag: Flagged;
  whose: ReactNode;
  mark: number;
  children?: ReactNode;
}) {
  const { t, read } = useTexts();
  const { bidders, project } = useSession();
  const most = useCounted(flag.item).reduce((sum, { max }) => sum + max, 0);
  return (
    <section className="flag">
      <h2>
        {bidders.find(({ id }) => id === flag.bidder)?.name ?? flag.bidder} ·{' '}
        {project.items.find(({ id }) => id === flag.item)?.title ?? t('flags.wholeSheet')}
      </h2>
      <p className="flag-mark">
        {whose} <strong>{pointsText(mark)}</strong> / {pointsText(most)}
        <span className="tag tag-strong">
          {flag.direction === 'high' ? '▲' : '▼'} {t(`flags.${flag.direction}`)}
        </span>
      </p>
      <p>{read(flag.text)}</p>
      {children}
    </section>
  );
}
