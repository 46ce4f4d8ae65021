import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import type { Sought } from './use-sought.ts';

const forms = ['csv', 'json'] as const;

/** Saves the whole list under its filters; the hub records each export. */
export function ExportButton({
  what,
  sought,
}: {
  what: 'hints' | 'pairs' | 'experts';
  sought: Sought<string>;
}) {
  const { t } = useTranslation('lookback');
  const { busy, refused, clear, download } = useSend();
  const items = forms.map((form) => ({ key: form, label: t(`export.${form}`) }));
  const save = (form: string) =>
    download(sought.addressOf(`/api/look-back/export/${what}/${form}`), `look-back-${what}.${form}`);
  return (
    <>
      <Dropdown menu={{ items, onClick: ({ key }) => void save(key) }} trigger={['click']}>
        <Button icon={<DownloadOutlined />} loading={busy} title={t('export.recorded')} data-testid="export">
          {t('export')}
        </Button>
      </Dropdown>
      <RefusalNotice refused={refused} onClose={clear} />
    </>
  );
}
