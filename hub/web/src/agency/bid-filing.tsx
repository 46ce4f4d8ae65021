import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Popconfirm, Progress, Space } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '#shared/projects/project.ts';
import type { BidDocument } from '#shared/protocol/bid-documents.ts';
import { longestOf } from '#shared/protocol/limits.ts';
import { Line } from '#shared/protocol/primitives.ts';
import { BidDocuments, documentPath, filingPath } from '../projects/bid-documents.tsx';
import { RefusedError, refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { upload } from '../shell/upload.ts';

/** The bids' documents of the agency's own project: filed and withdrawn until experts begin. */
export function BidFiling({ project }: { project: Project }) {
  return (
    <BidDocuments
      project={project}
      ofBidder={(bidder, { begun, limit }) =>
        !begun && <FileButton project={project.id} bidder={bidder} limit={limit} />
      }
      ofDocument={(document, { begun }) => !begun && <Withdraw project={project.id} document={document} />}
    />
  );
}

/** A file on its way. */
interface Going {
  readonly name: string;
  readonly part: number;
}

/** Files one PDF after the other; the first that is refused says why, and those after it stay here. */
function FileButton({ project, bidder, limit }: { project: string; bidder: string; limit: number }) {
  const { t } = useTranslation('agency');
  const { message } = App.useApp();
  const field = useRef<HTMLInputElement>(null);
  const [going, setGoing] = useState<Going | null>(null);
  const [refused, setRefused] = useState<{ name: string; by: RefusedError } | null>(null);
  const fileAll = async (files: readonly File[]) => {
    setRefused(null);
    for (const file of files) {
      const { name } = file;
      const title = name.replace(/\.pdf$/i, '').slice(0, longestOf(Line));
      setGoing({ name, part: 0 });
      try {
        const path = `${filingPath(project, bidder)}?title=${encodeURIComponent(title)}`;
        await upload(path, file, 'application/pdf', (part) => setGoing({ name, part }));
        message.success(t('documents.filed', { title }));
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        setRefused({ name, by: error });
        break;
      } finally {
        setGoing(null);
        refresh(['projects']);
      }
    }
  };
  return (
    <Space orientation="vertical" align="end">
      <Space>
        {going && (
          <>
            <span>{going.name}</span>
            <Progress
              percent={Math.round(going.part * 100)}
              style={{ width: 160 }}
              aria-label={t('documents.progress')}
            />
          </>
        )}
        <input
          ref={field}
          type="file"
          accept="application/pdf,.pdf"
          multiple
          hidden
          data-testid={`file-${bidder}`}
          onChange={({ target }) => {
            const files = [...(target.files ?? [])];
            target.value = '';
            void fileAll(files);
          }}
        />
        <span className="quiet">{t('documents.limit', { limit: Math.floor(limit / 1_000_000) })}</span>
        <Button
          icon={<UploadOutlined />}
          disabled={going !== null}
          aria-label={t('documents.file-for', { bidder })}
          onClick={() => field.current?.click()}
        >
          {t('documents.file')}
        </Button>
      </Space>
      {refused && (
        <>
          <strong>{refused.name}</strong>
          <RefusalNotice refused={refused.by} onClose={() => setRefused(null)} />
        </>
      )}
    </Space>
  );
}

function Withdraw({ project, document }: { project: string; document: BidDocument }) {
  const { t } = useTranslation('agency');
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const withdraw = async () => {
    if (await submit('DELETE', documentPath(project, document)))
      message.success(t('documents.withdrawn', { title: document.title }));
    refresh(['projects']);
  };
  return (
    <>
      <Popconfirm
        title={t('documents.withdraw-sure', { title: document.title })}
        okText={t('documents.withdraw')}
        cancelText={t('documents.keep')}
        onConfirm={() => void withdraw()}
      >
        <Button size="small" danger disabled={busy}>
          {t('documents.withdraw')}
        </Button>
      </Popconfirm>
      <RefusalNotice refused={refused} onClose={clear} />
    </>
  );
}
