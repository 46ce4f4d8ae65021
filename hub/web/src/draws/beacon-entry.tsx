import { App, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { DRAND_QUICKNET } from '#shared/draw/beacon.ts';
import { BeaconReading } from '#shared/protocol/draws.ts';
import { longestOf } from '#shared/protocol/limits.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';

interface BeaconEntryProps {
  readonly drawId: string;
  readonly named: NonNullable<DrawView['named']>;
  readonly readings: DrawView['readings'];
  readonly voidedAt: string | null;
}

/** Where the value of the beacon is entered once it is published: a checked signature, or the same by two people. */
export function BeaconEntry({ drawId, named, readings, voidedAt }: BeaconEntryProps) {
  const { t } = useTranslation('draws');
  const { message } = App.useApp();
  const { busy, refused, submit } = useSend();
  const [form] = Form.useForm<{ value: string }>();
  const drand = named.source === DRAND_QUICKNET;
  const enter = async ({ value }: { value: string }) => {
    if (!(await submit('POST', `/api/draws/${encodeURIComponent(drawId)}/beacon`, { value }))) return;
    form.resetFields();
    message.success(t('beacon.entered'));
    refresh(['draws']);
  };
  return (
    <div className="watch-beacon" data-testid="beacon-entry">
      <p>{t(drand ? 'beacon.enter.drand' : 'beacon.enter.other')}</p>
      {readings.map(({ by, at }) => (
        <p key={by} className="quiet">
          {t('beacon.reading', { by: by.replace(/^user:/, '') })} <When at={at} />
        </p>
      ))}
      {voidedAt !== null && (
        <p className="watch-withheld">
          {t('beacon.voided')} <When at={voidedAt} />
        </p>
      )}
      <RefusalNotice refused={refused} />
      <Form form={form} layout="inline" onFinish={(given) => void enter(given)}>
        <Form.Item name="value" rules={[{ required: true, whitespace: true, message: t('beacon.needed') }]}>
          <Input
            aria-label={t('beacon.value')}
            placeholder={t(drand ? 'beacon.value.drand' : 'beacon.value')}
            maxLength={longestOf(BeaconReading.properties.value)}
            style={{ width: 420 }}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={busy}>
          {t('beacon.enter')}
        </Button>
      </Form>
    </div>
  );
}
