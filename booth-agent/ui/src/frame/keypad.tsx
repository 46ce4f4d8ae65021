import { Button } from 'antd';
import { useTexts } from '../texts/index.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Large digits for those who don't like the keyboard. */
export function Keypad({
  value,
  change,
  most,
  disabled = false,
}: {
  value: string;
  change(next: string): void;
  most: number;
  disabled?: boolean;
}) {
  const { t } = useTexts();
  const add = (digit: string) => value.length < most && change(value + digit);
  return (
    <fieldset className="keypad" aria-label={t('pin.keypad')} disabled={disabled}>
      {digits.map((digit) => (
        <Button key={digit} className="keypad-digit" onClick={() => add(digit)}>
          {digit}
        </Button>
      ))}
      <Button onClick={() => change('')}>{t('pin.clear')}</Button>
      <Button className="keypad-digit" onClick={() => add('0')}>
        0
      </Button>
      <Button onClick={() => change(value.slice(0, -1))}>{t('pin.erase')}</Button>
    </fieldset>
  );
}
