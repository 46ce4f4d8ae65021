import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ExclusionsView } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { ViewFrame } from '../shell/view-frame.tsx';

/** How many the rules would keep out of the draw on that day, and by which rule; never whom. */
export function Exclusions({ project, day }: { project: string; day: string }) {
  const query = day === '' ? '' : `?day=${encodeURIComponent(day)}`;
  const view = useView<ExclusionsView>(`/api/projects/${encodeURIComponent(project)}/exclusions${query}`, [
    'projects',
  ]);
  return <ViewFrame query={view}>{(found) => <Counts view={found} />}</ViewFrame>;
}

function Counts({ view: { candidates, rules } }: { view: ExclusionsView }) {
  const { t } = useTranslation(['agency', 'projects']);
  const sentence = useSentence();
  if (rules.length === 0) return <p>{t('panel.exclusions.none', { candidates: candidates ?? 0 })}</p>;
  return (
    <div data-testid="exclusions">
      <b>{t('panel.exclusions')}</b>
      {candidates !== null && (
        <Typography.Text type="secondary"> {t('panel.exclusions.of', { candidates })}</Typography.Text>
      )}
      <ul style={{ margin: '4px 0 12px', paddingLeft: 20 }}>
        {rules.map(({ rule, certain, count, text }) => (
          <li key={`${rule} ${certain}`}>
            {sentence(text)}：{t('projects:count.people', { count })}
          </li>
        ))}
      </ul>
    </div>
  );
}
