import { useTranslation } from 'react-i18next';
import type { SlipView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import { QrCode } from './qr-code.tsx';

/** The seat slip (座位单): read at arm's length, by people of any age. */
export function Slip({ slip }: { slip: SlipView }) {
  const { t } = useTranslation('hall');
  return (
    <article className="slip" data-testid="slip">
      <header>
        <b>{t('slip.title')}</b>
        <span>{slip.site}</span>
      </header>
      <div className="slip-place">
        <span>{slip.hall}</span>
        <b>{t('slip.place', { row: slip.row, column: slip.column })}</b>
      </div>
      <div className="slip-ways">
        <div className="slip-code">
          <span>{t('slip.code')}</span>
          <b data-testid="slip-code">{slip.code}</b>
        </div>
        <figure className="slip-qr">
          <QrCode digits={slip.qr} label={t('slip.qr')} />
          <figcaption>{t('slip.qr')}</figcaption>
        </figure>
      </div>
      <dl>
        <dt>{t('slip.name')}</dt>
        <dd>{slip.name}</dd>
        <dt>{t('people.badge')}</dt>
        <dd>{slip.badge}</dd>
        <dt>{t('slip.seat')}</dt>
        <dd>{slip.seat}</dd>
        <dt>{t('slip.issued')}</dt>
        <dd>
          <When at={slip.issuedAt} />
        </dd>
      </dl>
      <footer>{t('slip.only')}</footer>
    </article>
  );
}
