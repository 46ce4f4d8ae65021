import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { BeaconName } from '#shared/draw/beacon.ts';
import { CeremonyTimes } from '#shared/protocol/draws.ts';
import { longestOf, rangeOf } from '#shared/protocol/limits.ts';
import type { PanelCeremony } from '#shared/protocol/requests.ts';

const phases = ['countersign', 'commit', 'reveal'] as const;

/** How the ceremony is to be held, as the form has it; times in minutes. */
export interface CeremonyFields {
  readonly minutes?: Partial<Record<(typeof phases)[number], number | null>>;
  readonly beacon?: 'none' | 'drand' | 'other';
  readonly beaconSource?: string;
  readonly beaconRound?: string;
  /** As the browser's field gives it: Beijing time, whatever the zone of this machine. */
  readonly beaconTime?: string;
}

/** What of it is asked of the hub: what is left empty is the hub's own affair. */
export function ceremonyOf({ minutes = {}, ...fields }: CeremonyFields): PanelCeremony {
  const given = phases.flatMap((phase) => {
    const value = minutes[phase];
    return value ? [[phase, value * 60] as const] : [];
  });
  const beacon = beaconOf(fields);
  return {
    ...(given.length > 0 ? { times: Object.fromEntries(given) } : {}),
    ...(beacon ? { beacon } : {}),
  };
}

function beaconOf({ beacon, beaconSource, beaconRound, beaconTime }: CeremonyFields) {
  if (beacon === 'drand') return { kind: 'drand' as const };
  if (beacon !== 'other') return null;
  const published = new Date(`${beaconTime}:00+08:00`).toISOString();
  return { kind: 'other' as const, source: beaconSource ?? '', round: beaconRound ?? '', published };
}

/** Fields of how the ceremony is to be held. */
export function CeremonyFieldset() {
  const { t } = useTranslation('agency');
  return (
    <>
      <Form.Item label={t('ceremony.times')} extra={t('ceremony.times.hint')} style={{ marginBottom: 12 }}>
        <div style={{ display: 'flex', gap: 12 }}>
          {phases.map((phase) => (
            <Form.Item key={phase} name={['minutes', phase]} noStyle>
              <InputNumber
                min={1}
                max={Math.floor(rangeOf(CeremonyTimes.properties[phase]).max / 60)}
                precision={0}
                prefix={t(`ceremony.times.${phase}`)}
                suffix={t('ceremony.minutes')}
                aria-label={t(`ceremony.times.${phase}`)}
                style={{ width: 150 }}
              />
            </Form.Item>
          ))}
        </div>
      </Form.Item>
      <BeaconFields />
    </>
  );
}

/** Which public value goes into the seed; what it will be cannot be known when the panel is asked for. */
function BeaconFields() {
  const { t } = useTranslation('agency');
  const needed = [{ required: true, whitespace: true, message: t('ceremony.beacon.needed') }];
  return (
    <>
      <Form.Item name="beacon" label={t('ceremony.beacon')} style={{ marginBottom: 8 }} initialValue="none">
        <Select
          options={(['none', 'drand', 'other'] as const).map((value) => ({
            value,
            label: t(`ceremony.beacon.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['beacon']}>
        {({ getFieldValue }) =>
          getFieldValue('beacon') === 'other' && (
            <div style={{ display: 'flex', gap: 12 }}>
              <Form.Item name="beaconSource" label={t('ceremony.beacon.source')} rules={needed}>
                <Input
                  placeholder={t('ceremony.beacon.source.example')}
                  maxLength={longestOf(BeaconName.properties.source)}
                />
              </Form.Item>
              <Form.Item name="beaconRound" label={t('ceremony.beacon.round')} rules={needed}>
                <Input placeholder="2026131" maxLength={longestOf(BeaconName.properties.round)} />
              </Form.Item>
              <Form.Item name="beaconTime" label={t('ceremony.beacon.time')} rules={needed}>
                <Input type="datetime-local" />
              </Form.Item>
            </div>
          )
        }
      </Form.Item>
    </>
  );
}
