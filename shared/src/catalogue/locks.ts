import type { Text } from './text.ts';

interface LockEntry {
  /** Why the booth is locked. */
  readonly cause: Text;
  /** Who can clear it, and how. */
  readonly clears: Text;
}

const defineLocks = <const T extends Record<string, LockEntry>>(entries: T): T => entries;

/** Every kind of lock of a booth, by its stable code. */
export const locks = defineLocks({
  HALL_LOCK: {
    cause: { zh: '大厅锁定了本席位：{text}', en: 'The hall has locked this booth: {text}' },
    clears: {
      zh: '由本大厅工作人员在大厅页面解除。请留在席位上等候。',
      en: 'The staff of this hall clear it at their page. Please stay at your seat.',
    },
  },
  SECOND_SCREEN: {
    cause: { zh: '本终端接入了第二块显示器', en: 'A second screen was put into this terminal' },
    clears: {
      zh: '请拔下第二块显示器，然后由本大厅工作人员查看后在大厅页面解除。',
      en: 'Take the second screen out; the staff of this hall look, and clear it at their page.',
    },
  },
});

export type LockCode = keyof typeof locks;
