import { Input, Select, Switch } from 'antd';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { longestOf } from '#shared/protocol/limits.ts';
import { SoughtPart } from '#shared/protocol/look-back.ts';
import type { Sought } from './use-sought.ts';

interface FilterProps<K extends string> {
  readonly sought: Sought<K>;
  readonly name: K;
  readonly label: string;
}

/** A part of a name or a number; asked for with the enter key or the button. */
export function SoughtText<K extends string>({ sought, name, label }: FilterProps<K>) {
  const value = sought.values[name] ?? '';
  return (
    <Input.Search
      // Another value from outside, as by going back, is shown.
      key={value}
      defaultValue={value}
      onSearch={(text) => sought.change(name, text)}
      placeholder={label}
      aria-label={label}
      maxLength={longestOf(SoughtPart)}
      allowClear
      style={{ width: 204 }}
      data-testid={`sought-${name}`}
    />
  );
}

/** One of several values, or any. */
export function SoughtChoice<K extends string>({
  sought,
  name,
  label,
  options,
}: FilterProps<K> & { readonly options: { value: string; label: ReactNode }[] }) {
  return (
    <Select
      value={sought.values[name] ?? null}
      onChange={(value: string | null) => sought.change(name, value ?? undefined)}
      options={options}
      placeholder={label}
      aria-label={label}
      allowClear
      style={{ minWidth: 150 }}
      data-testid={`sought-${name}`}
    />
  );
}

/** From one day to another, both with them; either may be left open. */
export function SoughtPeriod({ sought }: { readonly sought: Sought<'from' | 'until'> }) {
  const { t } = useTranslation('lookback');
  return (
    <span className="sought-period">
      <SoughtDay sought={sought} name="from" label={t('sought.from')} />
      <SoughtDay sought={sought} name="until" label={t('sought.until')} />
    </span>
  );
}

/** A day of China's calendar. */
function SoughtDay<K extends string>({ sought, name, label }: FilterProps<K>) {
  const id = useId();
  return (
    <span className="sought-day">
      <label htmlFor={id} className="quiet">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        value={sought.values[name] ?? ''}
        onChange={({ target }) => sought.change(name, target.value)}
        style={{ width: 150 }}
        data-testid={`sought-${name}`}
      />
    </span>
  );
}

/** Whether only some are asked for: the value is `yes` or nothing. */
export function SoughtOnly<K extends string>({ sought, name, label }: FilterProps<K>) {
  const id = useId();
  return (
    <span className="sought-day">
      <Switch
        id={id}
        checked={sought.values[name] === 'yes'}
        onChange={(only) => sought.change(name, only ? 'yes' : undefined)}
        data-testid={`sought-${name}`}
      />
      <label htmlFor={id}>{label}</label>
    </span>
  );
}
