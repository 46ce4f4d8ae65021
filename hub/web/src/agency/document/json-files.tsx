import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { readJson } from './json-text.tsx';
import { valueAt } from './place.ts';

interface JsonFilesProps {
  readonly document: unknown;
  onRead(read: { document: unknown } | { error: string }): void;
}

/** The document from a file and into one. */
export function JsonFiles({ document, onRead }: JsonFilesProps) {
  const { t } = useTranslation('agency');
  return (
    <>
      <Upload
        accept=".json,application/json"
        showUploadList={false}
        beforeUpload={(file) => {
          void file.text().then((text) => onRead(readJson(text)));
          return false;
        }}
      >
        <Button icon={<UploadOutlined />}>{t('json.upload')}</Button>
      </Upload>
      <Button icon={<DownloadOutlined />} onClick={() => save(document)}>
        {t('json.download')}
      </Button>
    </>
  );
}

function save(project: unknown): void {
  const address = URL.createObjectURL(
    new Blob([`${JSON.stringify(project, null, 2)}\n`], { type: 'application/json' }),
  );
  const link = window.document.createElement('a');
  link.href = address;
  link.download = `${valueAt(project, 'id') || 'project'}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
