import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Alert, App, Button, Space } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refresh, useSend } from '../../shell/api.ts';
import { RefusalNotice } from '../../shell/refusal-notice.tsx';
import { FaultReport } from './fault-report.tsx';

/** Imports a list of experts, CSV, XLSX or JSON: everybody of it, or nobody and every fault. */
export function PoolImport() {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  const { busy, refused, clear, submit, download } = useSend();
  const [unreadable, setUnreadable] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const importFile = async (file: File) => {
    clear();
    setUnreadable(null);
    const isJson = file.name.toLowerCase().endsWith('.json');
    const list = isJson ? await readJson(file) : file;
    if (list === undefined) return setUnreadable(file.name);
    const path = isJson ? '/api/experts' : '/api/experts/file';
    const done = await submit<{ imported: number }>('POST', path, list);
    if (!done) return;
    message.success(t('experts.imported', { count: done.answer.imported }));
    refresh(['experts']);
  };
  return (
    <Space orientation="vertical" style={{ width: '100%', marginBottom: 12 }}>
      <div className="experts-import">
        <input
          ref={field}
          type="file"
          accept=".csv,.xlsx,.json"
          hidden
          data-testid="pool-file"
          onChange={({ target }) => {
            const file = target.files?.[0];
            target.value = '';
            if (file) void importFile(file);
          }}
        />
        <Button
          type="primary"
          icon={<UploadOutlined />}
          loading={busy}
          onClick={() => field.current?.click()}
        >
          {t('experts.import')}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          onClick={() => void download('/api/experts/template.xlsx', t('experts.template.xlsx'))}
        >
          {t('experts.template.excel')}
        </Button>
        <Button
          icon={<DownloadOutlined />}
          onClick={() => void download('/api/experts/template.csv', t('experts.template.file'))}
        >
          {t('experts.template')}
        </Button>
        <span className="note">{t('experts.import.hint')}</span>
      </div>
      {unreadable && <Alert type="error" showIcon title={t('experts.not-json', { name: unreadable })} />}
      {refused?.code === 'POOL_INVALID' ? (
        <FaultReport refused={refused} onClose={clear} />
      ) : (
        <RefusalNotice refused={refused} onClose={clear} />
      )}
    </Space>
  );
}

/** The file as JSON, a bare list taken for the list of experts; undefined when it is not JSON. */
async function readJson(file: File): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await file.text());
    return Array.isArray(value) ? { experts: value } : value;
  } catch {
    return undefined;
  }
}
