import { Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { rangeOf } from '#shared/protocol/limits.ts';
import { SitesRequest } from '#shared/protocol/requests.ts';

const bounds = ['min', 'max'] as const;
type Role = keyof SitesRequest['quotas'];

/** Whether the sites of the panel are drawn too, as the form has it. */
export interface SitesFields {
  readonly sites?: 'own' | 'drawn';
  readonly sides?: number;
  readonly quotas?: SitesRequest['quotas'];
}

/** What of it is asked of the hub; null where the panel comes from the project's own sites. */
export function sitesOf({
  sites,
  sides,
  quotas,
}: SitesFields): Pick<SitesRequest, 'sides' | 'quotas'> | null {
  return sites === 'drawn' && sides !== undefined && quotas ? { sides, quotas } : null;
}

/** Main and side sites at random: how many side sites, and how many members each sends. `begun`: it is decided already. */
export function SitesFieldset({ begun, size }: { begun: boolean; size: number }) {
  const { t } = useTranslation('agency');
  return (
    <>
      <Form.Item
        name="sites"
        label={t('sites.how')}
        extra={t('sites.how.hint')}
        initialValue={begun ? 'drawn' : 'own'}
        style={{ marginBottom: 8 }}
      >
        <Select
          disabled={begun}
          options={(['own', 'drawn'] as const).map((value) => ({ value, label: t(`sites.how.${value}`) }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['sites']}>
        {({ getFieldValue }) =>
          getFieldValue('sites') === 'drawn' && (
            <div style={{ display: 'flex', gap: 12 }}>
              <Form.Item name="sides" label={t('sites.sides')} initialValue={1}>
                <InputNumber
                  {...rangeOf(SitesRequest.properties.sides)}
                  precision={0}
                  style={{ width: 110 }}
                />
              </Form.Item>
              <Quota of="main" size={size} />
              <Quota of="side" size={size} />
            </div>
          )
        }
      </Form.Item>
    </>
  );
}

function Quota({ of, size }: { of: Role; size: number }) {
  const { t } = useTranslation('agency');
  return (
    <Form.Item label={t(`sites.quota.${of}`)}>
      <div style={{ display: 'flex', gap: 8 }}>
        {bounds.map((bound) => (
          <Form.Item
            key={bound}
            name={['quotas', of, bound]}
            noStyle
            rules={[{ required: true, message: t('ceremony.beacon.needed') }]}
          >
            <InputNumber
              min={0}
              max={size}
              precision={0}
              prefix={t(`form.${bound}`)}
              aria-label={`${t(`sites.quota.${of}`)} ${t(`form.${bound}`)}`}
              style={{ width: 110 }}
            />
          </Form.Item>
        ))}
      </div>
    </Form.Item>
  );
}
