import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';

export interface Choice<T> {
  readonly value: T;
  readonly label: ReactNode;
  /** Told by shape and colour besides the word. */
  readonly tone?: 'good' | 'bad';
}

/** One of several, as large buttons; the chosen one has a tick, a thick border and a tint. */
export function Choices<T extends string | boolean>({
  label,
  choices,
  chosen,
  choose,
  disabled = false,
  columns = choices.length,
  id,
}: {
  label: string;
  choices: readonly Choice<T>[];
  chosen: T | null;
  choose(value: T): void;
  disabled?: boolean;
  columns?: number;
  id?: string;
}) {
  return (
    <fieldset
      className="choices"
      aria-label={label}
      id={id}
      disabled={disabled}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {choices.map((choice) => (
        <Tick
          key={String(choice.value)}
          on={choice.value === chosen}
          tone={choice.tone}
          role="radio"
          press={() => choose(choice.value)}
        >
          {choice.label}
        </Tick>
      ))}
    </fieldset>
  );
}

/** A large button that is on or off. */
export function Tick({
  on,
  press,
  role,
  tone,
  children,
}: {
  on: boolean;
  press(): void;
  role: 'radio' | 'checkbox';
  tone?: 'good' | 'bad' | undefined;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      className={`tick tick-${role} ${on ? 'tick-on' : ''} ${tone ? `tick-${tone}` : ''}`}
      onClick={press}
    >
      <span className="tick-mark">{on && <CheckOutlined />}</span>
      <span>{children}</span>
    </button>
  );
}
