import { useTranslation } from 'react-i18next';
import { hasCharge } from '#shared/charge/charge.ts';
import type { SessionView } from '#shared/protocol/views.ts';

/**
 * What the supervisor or discipline officer has in their charge, below their role: one site by its id, of several the
 * first and how many; all of them where one points at it.
 */
export function ChargeMark({ session: { role, charge } }: { session: SessionView }) {
  const { t } = useTranslation();
  if (!hasCharge(role)) return null;
  const sites = charge?.join(t('charge.and')) ?? t('charge.all');
  const [site = ''] = charge ?? [];
  const several = charge !== null && charge.length > 1;
  return (
    <div className="kawei-charge" title={t('charge.title', { sites })} data-testid="charge">
      {several ? t('charge.several', { site, count: charge.length, more: charge.length - 1 }) : sites}
    </div>
  );
}
