import { DownloadOutlined } from '@ant-design/icons';
import { Alert, Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FaultMessage } from '#shared/catalogue/refusal.ts';
import type { RefusedError } from '../../shell/api.ts';
import { useSentence } from '../../shell/i18n.ts';
import { saveText } from './save-text.ts';

/** Columns that have a name people know; what stands in them is a field of the pool. */
const named: readonly string[] = [
  ...['id', 'name', 'idNumber', 'badge', 'categories', 'site', 'employer', 'keyFingerprint'],
  ...['employerCode', 'role', 'since', 'employments', 'kin', 'unavailable', 'suspensions'],
];

interface FaultRow {
  readonly key: number;
  /** Of the file, or which of a JSON list, from 1 on. */
  readonly row: string;
  readonly field: string;
  readonly fault: FaultMessage;
}

/** What is wrong with a list, row by row; to be looked through here or taken to whoever made the list. */
export function FaultReport({ refused, onClose }: { refused: RefusedError; onClose: () => void }) {
  const { t, i18n } = useTranslation('admin');
  const sentence = useSentence();
  const label = (field: string) => {
    const column = /^\w+/.exec(field)?.[0] ?? '';
    if (!named.includes(column)) return field;
    return (i18n.t as (key: string) => string)(`admin:column.${column}`);
  };
  const rows = refused.faults.map((fault, key): FaultRow => {
    const [, list, n, field = ''] = /^(rows|experts)\[(\d+)\]\.(.*)$/.exec(fault.place) ?? [];
    if (n === undefined) return { key, row: '', field: fault.place, fault };
    // Rows of a file are numbered as people see them; entries of a JSON list from 0.
    return { key, row: list === 'experts' ? String(Number(n) + 1) : n, field, fault };
  });
  const save = () => {
    const lines = [
      [t('faults.row'), t('faults.column'), t('faults.code'), '中文', 'English'],
      ...rows.map(({ row, field, fault }) => [
        row,
        label(field),
        fault.code,
        fault.message.zh,
        fault.message.en,
      ]),
    ];
    saveText(t('faults.file'), `\ufeff${lines.map(csvLine).join('\r\n')}\r\n`);
  };
  return (
    <Alert
      role="alert"
      data-testid="refusal"
      data-code={refused.code}
      type="error"
      showIcon
      closable={{ onClose, closeIcon: true }}
      title={sentence(refused.sentence)}
      action={
        <Button size="small" icon={<DownloadOutlined />} onClick={save}>
          {t('faults.save')}
        </Button>
      }
      description={
        <Table<FaultRow>
          size="small"
          rowKey="key"
          dataSource={rows}
          rowClassName="fault"
          pagination={{ pageSize: 8, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: t('faults.row'), dataIndex: 'row', width: 90, render: (row) => <b>{row}</b> },
            {
              title: t('faults.column'),
              dataIndex: 'field',
              width: 190,
              render: (field: string) => <span title={field}>{label(field)}</span>,
            },
            {
              key: 'text',
              title: t('faults.what'),
              render: (_, { fault }) => <span data-testid="fault">{sentence(fault.message)}</span>,
            },
            {
              key: 'code',
              title: t('faults.code'),
              width: 210,
              render: (_, { fault }) => <code>{fault.code}</code>,
            },
          ]}
        />
      }
    />
  );
}

/** A cell that begins like a formula is kept from being one where the report is opened. */
function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => `"${cell.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"`).join(',');
}
