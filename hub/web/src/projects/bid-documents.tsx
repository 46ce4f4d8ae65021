import { FilePdfOutlined } from '@ant-design/icons';
import { Card, Table } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '#shared/projects/project.ts';
import type { BidDocument, BidDocumentsView } from '#shared/protocol/bid-documents.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { Digest } from './draw-card.tsx';

interface BidDocumentsProps {
  project: Project;
  /** What the reader may do for a bidder, and with a document; nothing where it is only read. */
  ofBidder?: (bidder: string, view: BidDocumentsView) => ReactNode;
  ofDocument?: (document: BidDocument, view: BidDocumentsView) => ReactNode;
}

/** The bids' documents, bidder by bidder: title, size, digest; each can be opened, which is recorded. */
export function BidDocuments({ project, ofBidder, ofDocument }: BidDocumentsProps) {
  const { t } = useTranslation('projects');
  const query = useView<BidDocumentsView>(documentsPath(project.id), ['projects']);
  return (
    <ViewFrame query={query}>
      {(view) => (
        <div className="stack" data-testid="bid-documents">
          <p className="quiet">{t(view.begun ? 'documents.begun' : 'documents.open')}</p>
          {project.bidders.map(({ id, name }) => (
            <Card
              key={id}
              size="small"
              title={`${id} ${name}`}
              extra={ofBidder?.(id, view)}
              data-testid={`documents-${id}`}
            >
              <Table
                size="small"
                rowKey="digest"
                pagination={false}
                locale={{ emptyText: t('documents.none') }}
                dataSource={view.documents.filter(({ bidder }) => bidder === id)}
                columns={[
                  {
                    title: t('documents.title'),
                    render: (_, document) => (
                      <a href={documentPath(project.id, document)} target="_blank" rel="noreferrer">
                        <FilePdfOutlined /> {document.title}
                      </a>
                    ),
                  },
                  {
                    title: t('documents.size'),
                    className: 'number nowrap',
                    align: 'right' as const,
                    render: (_, { size }) => sizeText(size),
                  },
                  { title: t('documents.digest'), render: (_, { digest }) => <Digest value={digest} /> },
                  {
                    title: t('documents.filed'),
                    className: 'nowrap',
                    render: (_, { filedAt }) => <When at={filedAt} />,
                  },
                  ...(ofDocument
                    ? [
                        {
                          title: '',
                          render: (_: unknown, document: BidDocument) => ofDocument(document, view),
                        },
                      ]
                    : []),
                ]}
              />
            </Card>
          ))}
        </div>
      )}
    </ViewFrame>
  );
}

function documentsPath(project: string): string {
  return `/api/projects/${encodeURIComponent(project)}/documents`;
}

/** Where documents of a bidder are filed. */
export function filingPath(project: string, bidder: string): string {
  return `/api/projects/${encodeURIComponent(project)}/bids/${encodeURIComponent(bidder)}/documents`;
}

/** Where one document is. */
export function documentPath(project: string, { bidder, digest }: BidDocument): string {
  return `${filingPath(project, bidder)}/${digest}`;
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
