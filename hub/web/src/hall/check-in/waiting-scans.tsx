import { ClockCircleFilled, CloseCircleFilled, WarningFilled } from '@ant-design/icons';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../shell/i18n.ts';
import { When } from '../../shell/when.tsx';
import { useScans } from './use-scan-line.ts';

/** Scans that the hub has not taken: what still waits, and what it refused when nobody was looking any more. */
export function WaitingScans({ site }: { site: string }) {
  const { t } = useTranslation('hall');
  const sentence = useSentence();
  const { line, state } = useScans(site);
  const { waiting, refused, unreached, keeps } = state;
  const held = unreached ? waiting : [];
  if (held.length === 0 && refused.length === 0 && keeps) return null;
  return (
    <Card size="small" className="scans" title={t('scans.title')} data-testid="scans">
      {!keeps && (
        <p className="scans-lost">
          <WarningFilled /> {t('scans.notKept')}
        </p>
      )}
      {refused.length > 0 && (
        <h4 className="scans-refused">{t('scans.refused', { count: refused.length })}</h4>
      )}
      <ul>
        {refused.map(({ scan, badge, readAt, refused: reason }) => (
          <li key={scan} data-testid="scan-refused" data-code={reason?.code}>
            <span>
              <CloseCircleFilled className="scans-refused" /> <b>{badge}</b> ·{' '}
              <When at={readAt} style="time" />
            </span>
            <Button size="small" onClick={() => void line.dealtWith(scan)}>
              {t('scans.dealt')}
            </Button>
            <p>{reason && sentence(reason.sentence)}</p>
          </li>
        ))}
      </ul>
      {held.length > 0 && unreached && (
        <>
          <h4 className="scans-waiting">{t('scans.waiting', { count: held.length })}</h4>
          <p>{sentence(unreached.code === 'UNREACHABLE' ? offline : unreached.sentence)}</p>
        </>
      )}
      <ul>
        {held.map(({ scan, badge, readAt }) => (
          <li key={scan} data-testid="scan-waiting">
            <span>
              <ClockCircleFilled className="scans-waiting" /> <b>{badge}</b> ·{' '}
              <When at={readAt} style="time" />
            </span>
            <em>{t('scans.pending')}</em>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Other pages tell that nothing was sent and to try again; here it goes on by itself. */
const offline = {
  zh: '连不上中心。扫描已存在本机，恢复后按先后自动补传；在此之前都还没有签到，请勿放行。',
  en: 'The hub cannot be reached. Scans are kept here and sent in order by themselves; until then nobody is checked in, so let nobody through.',
};
