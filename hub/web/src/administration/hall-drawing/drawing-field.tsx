import { Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { rangeOf } from '#shared/protocol/limits.ts';
import { NewHall } from '#shared/protocol/requests.ts';
import type { HallDrawing } from '#shared/venues/plan.ts';
import { resized } from './edits.ts';
import { HallGrid } from './hall-grid.tsx';

/** The field `drawing` of a form: a hall's size, and its grid. */
export function DrawingField() {
  const { t } = useTranslation('admin');
  return (
    <Form.Item name="drawing" noStyle>
      <Drawing label={{ rows: t('hall.rows'), columns: t('hall.columns') }} />
    </Form.Item>
  );
}

interface DrawingProps {
  readonly label: { rows: string; columns: string };
  /** Both are given by the form. */
  readonly value?: HallDrawing;
  onChange?(drawing: HallDrawing): void;
}

function Drawing({ label, value, onChange }: DrawingProps) {
  if (!value || !onChange) return null;
  const size = (side: 'rows' | 'columns') => (
    <span>
      <label htmlFor={`hall-${side}`}>{label[side]}</label>{' '}
      <InputNumber
        id={`hall-${side}`}
        {...rangeOf(NewHall.properties[side])}
        precision={0}
        value={value[side]}
        onChange={(count) => {
          if (count === null) return;
          const asked = side === 'rows' ? { ...value, rows: count } : { ...value, columns: count };
          onChange(resized(value, asked.rows, asked.columns));
        }}
      />
    </span>
  );
  return (
    <>
      <div className="hall-size">
        {size('rows')}
        {size('columns')}
      </div>
      <HallGrid value={value} onChange={onChange} />
    </>
  );
}
