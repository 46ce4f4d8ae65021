import { CheckCircleFilled, HddFilled } from '@ant-design/icons';
import { useBooth } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';
import { clockText } from './times.ts';

/** Whether what was entered has reached the centre, or is kept in this booth until it can. */
export function SaveState() {
  const { t } = useTexts();
  const { pending, lastSavedAt } = useBooth().screen;
  if (pending > 0) {
    return (
      <output className="save-state state-kept">
        <HddFilled /> {t('frame.savedHere', { count: pending })}
      </output>
    );
  }
  if (!lastSavedAt) return <output className="save-state" />;
  return (
    <output className="save-state state-good">
      <CheckCircleFilled /> {t('frame.saved', { at: clockText(Date.parse(lastSavedAt)) })}
    </output>
  );
}
