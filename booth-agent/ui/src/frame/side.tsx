import { Button, Drawer } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTexts } from '../texts/index.ts';

/** A page beside the page, under the bar with the help button; what one came from stays behind it. */
export function Side({
  title,
  close,
  action,
  children,
}: {
  title: string;
  close(): void;
  /** Stands at the foot, always in sight. */
  action: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTexts();
  const [before] = useState(() => document.activeElement);
  // Who works by the keyboard goes on where they were.
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
  return (
    <Drawer
      open
      onClose={close}
      closable={false}
      size={1000}
      title={title}
      extra={<Button onClick={close}>{t('frame.close')}</Button>}
      footer={action}
    >
      <div className="side">{children}</div>
    </Drawer>
  );
}
