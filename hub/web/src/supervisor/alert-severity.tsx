import { CloseCircleFilled, InfoCircleFilled, WarningFilled } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '#shared/protocol/views.ts';

const icons = { info: <InfoCircleFilled />, warning: <WarningFilled />, severe: <CloseCircleFilled /> };
const colours = { info: 'blue', warning: 'orange', severe: 'red' } as const;

/** How grave an alert is: colour, shape and word. */
export function Severity({ severity }: Pick<AlertView, 'severity'>) {
  const { t } = useTranslation('supervisor');
  return (
    <Tag color={colours[severity]} icon={icons[severity]} style={{ margin: 0 }}>
      {t(`alerts.severity.${severity}`)}
    </Tag>
  );
}
