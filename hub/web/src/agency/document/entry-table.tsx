import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Card } from 'antd';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../shell/i18n.ts';
import { useFaultAt, usePut } from './form-context.ts';
import { elementId } from './place.ts';

export interface EntryColumn {
  readonly title: string;
  /** Name of the entry's field. */
  readonly field: string;
  /** CSS width. */
  readonly width: string;
  render(field: { place: string; value: unknown; label: string }): ReactNode;
}

interface EntryTableProps {
  readonly title: string;
  /** Place of the list in the document. */
  readonly place: string;
  readonly entries: readonly unknown[];
  /** The same array at every render, so that a row is drawn again only when its own entry changes. */
  readonly columns: readonly EntryColumn[];
  readonly extra?: ReactNode;
  create(entries: readonly unknown[]): unknown;
}

/** A list of the document as a table whose cells are fields; entries are added and removed. */
export function EntryTable({ title, place, entries, columns, extra, create }: EntryTableProps) {
  const { t } = useTranslation('agency');
  const put = usePut();
  return (
    <Card size="small" title={title} extra={extra} id={elementId(place)} tabIndex={-1} className="entry-card">
      <ListFault place={place} />
      <table className="entry-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.field} style={{ width: column.width }}>
                {column.title}
              </th>
            ))}
            <th style={{ width: 40 }} aria-label={t('form.remove')} />
          </tr>
        </thead>
        <tbody>
          {entries.map((entry, index) => (
            // Entries have no lasting name of their own: their ids are being typed here.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <EntryRow key={index} place={`${place}[${index}]`} entry={entry} columns={columns} />
          ))}
        </tbody>
      </table>
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        onClick={() => put(`${place}[${entries.length}]`, create(entries))}
        data-testid={`add-${place}`}
      >
        {t('form.add')}
      </Button>
    </Card>
  );
}

const EntryRow = memo(function EntryRow(props: {
  place: string;
  entry: unknown;
  columns: readonly EntryColumn[];
}) {
  const { t } = useTranslation('agency');
  const put = usePut();
  const { place, entry, columns } = props;
  const fields = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};
  return (
    <tr id={elementId(place)} tabIndex={-1}>
      {columns.map(({ field, title, render }) => (
        <td key={field}>{render({ place: `${place}.${field}`, value: fields[field], label: title })}</td>
      ))}
      <td>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          title={t('form.remove')}
          aria-label={`${t('form.remove')} ${place}`}
          onClick={() => put(place, undefined)}
        />
      </td>
    </tr>
  );
});

/** What is wrong with a list or a section as a whole. */
export function ListFault({ place }: { place: string }) {
  const sentence = useSentence();
  const fault = useFaultAt(place);
  return fault ? <div className="field-fault">{sentence(fault)}</div> : null;
}
