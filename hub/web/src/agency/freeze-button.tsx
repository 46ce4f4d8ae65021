import { LockOutlined } from '@ant-design/icons';
import { Alert, App, Button, Descriptions, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Project } from '#shared/projects/project.ts';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';

/** Freezes a draft, after asking: nothing of it can change afterwards. */
export function FreezeButton({ project, unsaved }: { project: Project; unsaved: boolean }) {
  const { t } = useTranslation(['agency', 'projects', 'shell']);
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const [asking, setAsking] = useState(false);
  const close = () => {
    clear();
    setAsking(false);
  };
  const freeze = async () => {
    if (!(await submit('POST', `/api/projects/${encodeURIComponent(project.id)}/freeze`))) return;
    close();
    message.success(t('freeze.done'));
    refresh(['projects']);
  };
  const size = project.panel.categories.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <Tooltip title={unsaved ? t('freeze.unsaved') : ''}>
        <Button
          block
          icon={<LockOutlined />}
          disabled={unsaved}
          onClick={() => setAsking(true)}
          data-testid="freeze"
        >
          {t('freeze.button')}
        </Button>
      </Tooltip>
      <Modal
        open={asking}
        title={t('freeze.title', { title: project.title })}
        onCancel={close}
        onOk={() => void freeze()}
        okText={t('freeze.confirm')}
        cancelText={t('shell:cancel')}
        confirmLoading={busy}
        data-testid="freeze-dialog"
      >
        <Alert type="warning" showIcon title={t('freeze.warning')} style={{ marginBottom: 16 }} />
        <Descriptions
          size="small"
          column={2}
          items={[
            { key: 'id', label: t('projects:project.id'), children: project.id },
            {
              key: 'items',
              label: t('freeze.items'),
              children: t('freeze.items.value', { count: project.items.length }),
            },
            {
              key: 'bidders',
              label: t('projects:project.bidders'),
              children: t('projects:count.bidders', { count: project.bidders.length }),
            },
            {
              key: 'panel',
              label: t('projects:document.panel'),
              children: t('projects:count.people', { count: size }),
            },
          ]}
        />
        <RefusalNotice refused={refused} />
      </Modal>
    </>
  );
}
