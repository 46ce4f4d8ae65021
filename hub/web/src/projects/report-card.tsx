import { FilePdfOutlined, FileZipOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Card, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProjectView } from '#shared/protocol/views.ts';
import { useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';
import { Digest } from './draw-card.tsx';

/** Where the report stands, and its downloads once it is sealed. `evidence`: the reader may have the evidence. */
export function ReportCard({ view, evidence = false }: { view: ProjectView; evidence?: boolean }) {
  const { t } = useTranslation('projects');
  const { report, project } = view;
  return (
    <Card size="small" title={t('report.title')} data-testid="report">
      <Space size="large" wrap>
        <strong>
          {report === null && t('report.none')}
          {report && !report.sealedAt && t('report.waiting')}
          {report?.sealedAt && (
            <>
              {t('report.sealed')} · <When at={report.sealedAt} />
            </>
          )}
        </strong>
        {report && (
          <span>
            <span className="quiet">{t('report.digest')}</span> <Digest value={report.digest} />
          </span>
        )}
      </Space>
      {report?.sealedAt && <Downloads project={project.id} evidence={evidence} />}
    </Card>
  );
}

function Downloads({ project, evidence }: { project: string; evidence: boolean }) {
  const { t } = useTranslation('projects');
  const { busy, refused, clear, download } = useSend();
  const get = (file: string) => () =>
    void download(`/api/projects/${encodeURIComponent(project)}/${file}`, `${project}-${file}`);
  return (
    <Space orientation="vertical" style={{ marginTop: 12, width: '100%' }}>
      <Space wrap>
        <Button type="primary" icon={<FilePdfOutlined />} disabled={busy} onClick={get('report.pdf')}>
          {t('report.pdf')}
        </Button>
        <Button icon={<SafetyCertificateOutlined />} disabled={busy} onClick={get('certificate.json')}>
          {t('report.certificate')}
        </Button>
        {evidence && (
          <Button icon={<FileZipOutlined />} disabled={busy} onClick={get('evidence.zip')}>
            {t('report.evidence')}
          </Button>
        )}
        <Link to="/verify">{t('report.verify')}</Link>
        <span className="quiet">{t('report.recorded')}</span>
      </Space>
      <RefusalNotice refused={refused} onClose={clear} />
    </Space>
  );
}
