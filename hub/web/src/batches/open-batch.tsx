import { PlayCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { Alert, App, Button, List, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchOutlook } from '#shared/protocol/batches.ts';
import { refresh, useSend } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';

/** Shows what will be short, in words, and opens the batch of a day after asking. */
export function OpenBatch({ day }: { day: string }) {
  const { t } = useTranslation(['batches', 'shell']);
  const { message } = App.useApp();
  const look = useSend();
  const opening = useSend();
  const [outlook, setOutlook] = useState<BatchOutlook | null>(null);
  const [asking, setAsking] = useState(false);
  const close = () => {
    look.clear();
    opening.clear();
    setAsking(false);
    setOutlook(null);
  };
  const ask = async () => {
    setAsking(true);
    const sent = await look.submit<BatchOutlook>('POST', '/api/batches/outlook', { day });
    if (sent) setOutlook(sent.answer);
  };
  const open = async () => {
    if (!(await opening.submit('POST', '/api/batches', { day }))) return;
    close();
    message.success(t('open.done', { day }));
    refresh(['batches']);
  };
  return (
    <>
      <Button
        type="primary"
        icon={<PlayCircleOutlined />}
        onClick={() => void ask()}
        data-testid="open-batch"
      >
        {t('open')}
      </Button>
      <Modal
        open={asking}
        width={760}
        title={t('open.title', { day })}
        onCancel={close}
        onOk={() => void open()}
        okText={t('open.confirm')}
        okButtonProps={{ disabled: outlook === null }}
        cancelText={t('shell:cancel')}
        confirmLoading={opening.busy}
        data-testid="open-batch-dialog"
      >
        <Space orientation="vertical" style={{ width: '100%' }}>
          <Alert type="warning" showIcon title={t('open.warning')} />
          {outlook ? (
            <Outlook outlook={outlook} />
          ) : (
            <Button icon={<SearchOutlined />} loading={look.busy} onClick={() => void ask()}>
              {t('look')}
            </Button>
          )}
          <RefusalNotice refused={look.refused ?? opening.refused} />
        </Space>
      </Modal>
    </>
  );
}

function Outlook({ outlook: { wanted, short, leastShort, projects } }: { outlook: BatchOutlook }) {
  const { t } = useTranslation('batches');
  const sentence = useSentence();
  if (short === 0) return <Alert type="success" showIcon title={t('outlook.full', { count: wanted })} />;
  const proved = leastShort === short;
  return (
    <>
      <Alert
        type="error"
        showIcon
        title={t('outlook.short', { wanted, short })}
        description={`${t(proved ? 'outlook.least' : 'outlook.unproved', { count: leastShort ?? 0 })} ${t('outlook.relax')}`}
      />
      <List
        size="small"
        dataSource={projects}
        renderItem={({ project, title, places, reason }) => (
          <List.Item key={project}>
            <List.Item.Meta
              title={`${title}（${project}，${t('places')} ${places}）`}
              description={sentence(reason)}
            />
          </List.Item>
        )}
      />
    </>
  );
}
