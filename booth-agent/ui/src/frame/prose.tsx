import { Input } from 'antd';
import { useId } from 'react';
import { longestProse } from './contract.ts';

/** A written reason or opinion, at most as long as the contract takes. */
export function ProseField({
  label,
  value,
  change,
  id,
  disabled = false,
  rows = 3,
  longest = longestProse,
}: {
  label: string;
  value: string;
  change(next: string): void;
  id?: string;
  disabled?: boolean;
  rows?: number;
  /** The most characters. */
  longest?: number;
}) {
  const own = useId();
  return (
    <label className="field" htmlFor={id ?? own}>
      <span>{label}</span>
      <Input.TextArea
        id={id ?? own}
        rows={rows}
        maxLength={longest}
        disabled={disabled}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </label>
  );
}
