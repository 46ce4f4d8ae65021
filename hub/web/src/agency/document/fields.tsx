import { Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSentence } from '../../shell/i18n.ts';
import type { Codec } from './codecs.ts';
import { useFaultAt, usePut } from './form-context.ts';
import { elementId } from './place.ts';

interface FieldProps {
  /** The field's place in the document, as faults name it. */
  readonly place: string;
  readonly value: unknown;
  readonly label: string;
  /** Shown above the field; in a table the column says it. */
  readonly above?: boolean;
  readonly disabled?: boolean;
}

/** A line or a paragraph. `optional`: an empty one is left out of the document. */
export function TextField({
  optional,
  multiline,
  hint,
  ...field
}: FieldProps & { optional?: boolean; multiline?: boolean; hint?: string }) {
  const put = usePut();
  const { place, value, label, disabled = false } = field;
  const faulty = useFaultAt(place) !== undefined;
  const shared = {
    id: elementId(place),
    'aria-label': label,
    'aria-invalid': faulty,
    disabled,
    placeholder: hint ?? '',
    value: shown(value),
    ...(faulty ? ({ status: 'error' } as const) : {}),
    onChange: ({ target }: { target: { value: string } }) =>
      put(place, optional && target.value === '' ? undefined : target.value),
  };
  return (
    <Field {...field}>
      {multiline ? (
        <Input.TextArea {...shared} autoSize={{ minRows: 1, maxRows: 6 }} />
      ) : (
        <Input {...shared} />
      )}
    </Field>
  );
}

/** A number in the form people write it; `codec` knows how it stands in the document. */
export function NumberField({ codec, unit, ...field }: FieldProps & { codec: Codec; unit?: string }) {
  const put = usePut();
  const { place, value, label, disabled = false } = field;
  const faulty = useFaultAt(place) !== undefined;
  const [typed, setTyped] = useState('');
  // "12." is being typed and is 12 already: it stays as typed as long as it means what the document holds.
  const own = typeof value === 'number' ? codec.value(typed) === value : typed === value;
  const text = own ? typed : typeof value === 'number' ? codec.text(value) : shown(value);
  return (
    <Field {...field}>
      <Input
        id={elementId(place)}
        aria-label={label}
        aria-invalid={faulty}
        inputMode="decimal"
        className="number-field"
        disabled={disabled}
        value={text}
        suffix={unit ?? ''}
        {...(faulty ? { status: 'error' } : {})}
        onChange={({ target }) => {
          setTyped(target.value);
          put(place, codec.value(target.value) ?? target.value);
        }}
      />
    </Field>
  );
}

/** One of a few words of the format. */
export function ChoiceField({
  options,
  onChoose,
  ...field
}: FieldProps & {
  options: readonly { value: string; label: string }[];
  /** Instead of writing the value itself. */
  onChoose?: (value: string) => void;
}) {
  const put = usePut();
  const { place, value, label, disabled = false } = field;
  const faulty = useFaultAt(place) !== undefined;
  return (
    <Field {...field}>
      <Select<string>
        id={elementId(place)}
        aria-label={label}
        disabled={disabled}
        value={shown(value)}
        options={[...options]}
        style={{ width: '100%' }}
        {...(faulty ? { status: 'error' } : {})}
        onChange={(chosen) => (onChoose ? onChoose(chosen) : put(place, chosen))}
      />
    </Field>
  );
}

function Field({ place, label, above = false, children }: FieldProps & { children: ReactNode }) {
  const sentence = useSentence();
  const fault = useFaultAt(place);
  return (
    <div className="field">
      {above && (
        <label htmlFor={elementId(place)} className="field-label">
          {label}
        </label>
      )}
      {children}
      {fault && <div className="field-fault">{sentence(fault)}</div>}
    </div>
  );
}

/** What is not text of its own is shown as it stands in the JSON. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
