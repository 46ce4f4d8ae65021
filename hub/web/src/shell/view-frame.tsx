import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Space, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedError } from './api.ts';
import { RefusalNotice } from './refusal-notice.tsx';

interface ViewFrameProps<T> {
  readonly query: UseQueryResult<T, RefusedError>;
  readonly children: (view: T) => ReactNode;
}

/** Shows a view once it is there; what was last read stays, with a notice, while the hub cannot be reached. */
export function ViewFrame<T>({ query, children }: ViewFrameProps<T>) {
  const { t } = useTranslation();
  const { data, error, refetch } = query;
  return (
    <>
      {error && (
        <Space orientation="vertical" style={{ width: '100%', marginBottom: 12 }}>
          <RefusalNotice refused={error} />
          <Button onClick={() => void refetch()}>{t('retry')}</Button>
        </Space>
      )}
      {data !== undefined ? children(data) : !error && <Spin description={t('loading')} />}
    </>
  );
}
