import { useTranslation } from 'react-i18next';
import type { SessionView } from '#shared/protocol/views.ts';

/** So many sites are named in the head; all of them where one points at it. */
const NAMED = 2;

/** What the supervisor or discipline officer has in their charge, beside their role. */
export function ChargeMark({ session: { role, charge } }: { session: SessionView }) {
  const { t } = useTranslation();
  if (role !== 'supervisor' && role !== 'discipline') return null;
  const sites = charge?.join(t('charge.and')) ?? t('charge.everything');
  const shown =
    charge === null
      ? t('charge.all')
      : charge.length <= NAMED
        ? sites
        : t('charge.several', { sites: charge.slice(0, NAMED).join(t('charge.and')), count: charge.length });
  return (
    <span title={t('charge.title', { sites })} data-testid="charge">
      {' · '}
      {shown}
    </span>
  );
}
