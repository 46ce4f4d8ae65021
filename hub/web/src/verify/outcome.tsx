import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Alert, Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Check } from '#shared/verification/check.ts';
import { useSentence } from '../shell/i18n.ts';
import { type CheckGroup, grouped, type Verified } from './verified.ts';

/** Whether all holds; if not, what fails first and what to do; then every check in plain words. */
export function Outcome({ verified: { kind, trust, checks } }: { verified: Verified }) {
  const { t } = useTranslation('verify');
  const failed = checks.filter(({ holds }) => !holds);
  const [first] = failed;
  const count = checks.length;
  return (
    <section data-testid="outcome" data-holds={!first}>
      <Alert
        className="public-gap"
        type={first ? 'error' : trust === 'stranger' ? 'warning' : 'success'}
        showIcon
        title={
          <strong>
            {t(`kind.${kind}`)} ·{' '}
            {first ? t('fails', { count, failed: failed.length }) : t('holds', { count })}
          </strong>
        }
        description={
          <>
            {first ? <FirstFailure check={first} /> : <p>{t('holds.detail')}</p>}
            <p>{t(`trust.${trust}`)}</p>
          </>
        }
      />
      <h2>{t('checks')}</h2>
      <Collapse
        defaultActiveKey={first ? ['0'] : []}
        items={grouped(checks).map((group, n) => ({
          key: String(n),
          label: <GroupLine group={group} />,
          children: <Places group={group} />,
        }))}
      />
    </section>
  );
}

function FirstFailure({ check: { place = '', text, why } }: { check: Check }) {
  const { t } = useTranslation('verify');
  const sentence = useSentence();
  return (
    <>
      <p>{t('fails.detail', { place, text: sentence(text), why: why ? sentence(why) : '' })}</p>
      <p>{t('fails.next')}</p>
    </>
  );
}

function GroupLine({ group: { text, checks } }: { group: CheckGroup }) {
  const { t } = useTranslation('verify');
  const sentence = useSentence();
  const holds = checks[0]?.holds ?? false;
  return (
    <span className="verify-line">
      {holds ? (
        <CheckCircleFilled className="verify-holds" />
      ) : (
        <CloseCircleFilled className="verify-fails" />
      )}
      <span>{sentence(text)}</span>
      <span className="verify-count">{t(holds ? 'items' : 'items.failed', { count: checks.length })}</span>
    </span>
  );
}

function Places({ group: { checks } }: { group: CheckGroup }) {
  const sentence = useSentence();
  return (
    <ul className="verify-places">
      {checks.map(({ place, text, why }) => (
        <li key={`${place} ${text.en}`}>
          <code>{place}</code> {sentence(text)}
          {why && ` — ${sentence(why)}`}
        </li>
      ))}
    </ul>
  );
}
