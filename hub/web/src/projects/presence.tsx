import { Badge, type BadgeProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Presence } from '#shared/protocol/views.ts';
import { useLanguage } from '../shell/i18n.ts';
import { formatWhen } from '../shell/when.tsx';

const marks: Readonly<Record<Presence, NonNullable<BadgeProps['status']>>> = {
  present: 'success',
  suspect: 'warning',
  missing: 'error',
  closed: 'default',
  never: 'default',
};

/** Whether a booth is heard of, in colour and word, with when it was last heard. */
export function BoothPresence(booth: { presence: Presence; lastHeardAt: string | null }) {
  const { t } = useTranslation('projects');
  const language = useLanguage();
  const heard =
    booth.lastHeardAt === null
      ? t('heard.never')
      : t('heard', { time: formatWhen(booth.lastHeardAt, language, 'time', false) });
  return (
    <div className="nowrap" data-presence={booth.presence}>
      <Badge status={marks[booth.presence]} text={t(`presence.${booth.presence}`)} />
      <div className="quiet">{heard}</div>
    </div>
  );
}
