import {
  CheckCircleFilled,
  ClockCircleOutlined,
  MinusCircleOutlined,
  StopOutlined,
  WarningFilled,
} from '@ant-design/icons';
import { App, Button, Space, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentRow } from '#shared/protocol/enrolment-views.ts';
import { refresh } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';
import { When } from '../shell/when.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';

const looks = {
  offered: { color: 'processing', icon: <ClockCircleOutlined /> },
  valid: { color: 'success', icon: <CheckCircleFilled /> },
  expired: { color: 'error', icon: <WarningFilled /> },
  revoked: { color: 'default', icon: <StopOutlined /> },
} as const;

/** Whether a booth may come: its code or certificate, and until when. */
export function CertificateState({ row }: { row: EnrolmentRow | undefined }) {
  const { t } = useTranslation('admin');
  if (!row) return <Tag icon={<MinusCircleOutlined />}>{t('certificate.none')}</Tag>;
  return (
    <div className="certificate">
      <Tag {...looks[row.state]}>{t(`certificate.${row.state}`)}</Tag>
      <small>
        <When at={row.until} />
      </small>
    </div>
  );
}

interface ActsProps {
  readonly booth: string;
  readonly row: EnrolmentRow | undefined;
  readonly port: number;
}

/** Lets a booth in and puts it out. */
export function CertificateActs({ booth, row, port }: ActsProps) {
  const { t } = useTranslation('admin');
  const { message } = App.useApp();
  const [open, setOpen] = useState<'enrol' | 'revoke' | null>(null);
  const close = () => setOpen(null);
  const holds = row !== undefined && row.state !== 'revoked';
  return (
    <Space>
      <Button size="small" onClick={() => setOpen('enrol')}>
        {t(row ? 'enrol.again' : 'enrol.open')}
      </Button>
      <Button size="small" danger disabled={!holds} onClick={() => setOpen('revoke')}>
        {t('revoke.open')}
      </Button>
      {open === 'enrol' && <EnrolDialog booth={booth} port={port} onClose={close} />}
      {open === 'revoke' && (
        <ReasonDialog
          title={t('revoke.title', { booth })}
          hint={t('revoke.hint')}
          confirm={t('revoke.open')}
          example={t('revoke.example')}
          danger
          request={(reason) => ({
            method: 'POST',
            path: `/api/booths/${encodeURIComponent(booth)}/revocation`,
            body: { reason },
          })}
          onDone={() => {
            message.success(t('revoke.done', { booth }));
            refresh(['venues']);
            close();
          }}
          onClose={close}
        />
      )}
    </Space>
  );
}
