import { PrinterOutlined } from '@ant-design/icons';
import { Button, Modal, Progress, Typography } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { SlipView } from '#shared/protocol/views.ts';
import { RefusedError, send } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { Slip } from './slip.tsx';

interface SlipDialogProps {
  /** Whose slips, in the order of printing. */
  readonly badges: readonly string[];
  onPrinted(badges: readonly string[]): void;
  onClose(): void;
}

/** Fetches the slips, one by one as each reading is recorded, and prints them, one to a page. */
export function SlipDialog({ badges, onPrinted, onClose }: SlipDialogProps) {
  const { t } = useTranslation('hall');
  const { slips, refused } = useSlips(badges);
  const button = useRef<HTMLButtonElement>(null);
  const complete = slips.length === badges.length;
  useEffect(() => {
    if (complete) button.current?.focus();
  }, [complete]);
  const print = async () => {
    await loadFont(slips);
    window.print();
    onPrinted(slips.map((slip) => slip.badge));
    onClose();
  };
  const [first] = slips;
  return (
    <Modal
      open
      width={560}
      title={t('slip.title')}
      onCancel={onClose}
      afterOpenChange={() => button.current?.focus()}
      footer={
        <Button
          ref={button}
          type="primary"
          size="large"
          icon={<PrinterOutlined />}
          disabled={slips.length === 0 || (!complete && !refused)}
          onClick={() => void print()}
        >
          {t('slip.print')}
        </Button>
      }
    >
      <RefusalNotice refused={refused} />
      {!complete && !refused && badges.length > 1 && (
        <>
          <Progress percent={Math.round((slips.length / badges.length) * 100)} />
          {t('slip.progress', { done: slips.length, count: badges.length })}
        </>
      )}
      {first && <Slip slip={first} />}
      {badges.length > 1 && <p>{t('slip.pages', { count: badges.length })}</p>}
      <Typography.Text type="secondary">{t('slip.recorded')}</Typography.Text>
      {createPortal(
        <div className="slip-print">
          {slips.map((slip) => (
            <Slip key={slip.badge} slip={slip} />
          ))}
        </div>,
        document.body,
      )}
    </Modal>
  );
}

/** The font comes in slices, fetched for what is on the screen: those of the other slips are fetched before printing. */
async function loadFont(slips: readonly SlipView[]): Promise<void> {
  const text = slips.flatMap(({ name, site, hall }) => [name, site, hall]).join('');
  await Promise.all(
    ['400', '700'].map((weight) => document.fonts.load(`${weight} 16px "Noto Sans SC"`, text)),
  );
}

function useSlips(badges: readonly string[]) {
  const [slips, setSlips] = useState<readonly SlipView[]>([]);
  const [refused, setRefused] = useState<RefusedError | null>(null);
  useEffect(() => {
    let wanted = true;
    const fetchAll = async () => {
      for (const badge of badges) {
        const slip = await send<SlipView>('POST', '/api/hall/slips', { badge });
        if (!wanted) return;
        setSlips((known) => [...known, slip]);
      }
    };
    fetchAll().catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error;
      if (wanted) setRefused(error);
    });
    return () => {
      wanted = false;
    };
  }, [badges]);
  return { slips, refused };
}
