/** Errors of a PKCS#11 library in the words of the port. */
import type { KeyAnswer } from '../../ports.ts';

/** The name of an error, such as CKR_PIN_INCORRECT; what is no error of PKCS#11 by its own words. */
function errorName(error: unknown): string {
  const { message } = error as { readonly message?: unknown };
  return typeof message === 'string' && message !== '' ? (message.split('\n')[0] ?? '') : String(error);
}

/** The PIN was not right; some libraries tell one of a wrong length or form apart. */
const wrongPin = new Set(['CKR_PIN_INCORRECT', 'CKR_PIN_INVALID', 'CKR_PIN_LEN_RANGE']);

/** What stands for the key having been pulled out meanwhile. */
const gone = new Set([
  'CKR_DEVICE_REMOVED',
  'CKR_TOKEN_NOT_PRESENT',
  'CKR_SLOT_ID_INVALID',
  'CKR_SESSION_HANDLE_INVALID',
  'CKR_SESSION_CLOSED',
]);

/** What became of a signing that ended in an error. `triesLeft`: as the key tells now. */
export function answerTo(error: unknown, triesLeft: number | null): KeyAnswer {
  const name = errorName(error);
  if (wrongPin.has(name)) return { kind: 'wrong-pin', triesLeft };
  if (name === 'CKR_PIN_LOCKED') return { kind: 'locked' };
  return gone.has(name) ? { kind: 'absent' } : { kind: 'failed', detail: name.slice(0, 200) };
}
