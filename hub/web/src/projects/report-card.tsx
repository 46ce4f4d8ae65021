import { FilePdfOutlined, FileZipOutlined } from '@ant-design/icons';
import { Button, Card, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProjectView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import { Digest } from './draw-card.tsx';

/** Where the report stands, and its downloads once it is sealed. `evidence`: the reader may have the evidence. */
export function ReportCard({ view, evidence = false }: { view: ProjectView; evidence?: boolean }) {
  const { t } = useTranslation('projects');
  const { report, project } = view;
  const address = `/api/projects/${encodeURIComponent(project.id)}`;
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
      {report?.sealedAt && (
        <div style={{ marginTop: 12 }}>
          <Space wrap>
            <Button
              type="primary"
              icon={<FilePdfOutlined />}
              href={`${address}/report.pdf`}
              download={`${project.id}-report.pdf`}
            >
              {t('report.pdf')}
            </Button>
            {evidence && (
              <Button
                icon={<FileZipOutlined />}
                href={`${address}/evidence.zip`}
                download={`${project.id}-evidence.zip`}
              >
                {t('report.evidence')}
              </Button>
            )}
            <span className="quiet">{t('report.recorded')}</span>
          </Space>
        </div>
      )}
    </Card>
  );
}
