import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  SyncOutlined,
} from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BatchStanding } from '#shared/protocol/batches.ts';

const looks = {
  asked: { color: 'default', icon: <ClockCircleOutlined /> },
  waiting: { color: 'default', icon: <ClockCircleOutlined /> },
  drawing: { color: 'processing', icon: <SyncOutlined /> },
  drawn: { color: 'success', icon: <CheckCircleOutlined /> },
  failed: { color: 'error', icon: <CloseCircleOutlined /> },
  refused: { color: 'error', icon: <CloseCircleOutlined /> },
} as const;

/** What became of a project in its batch: in words, colour and shape. */
export function Standing({ standing }: { standing: BatchStanding }) {
  const { t } = useTranslation('batches');
  const { color, icon } = looks[standing];
  return (
    <Tag color={color} icon={icon}>
      {t(`standing.${standing}`)}
    </Tag>
  );
}
