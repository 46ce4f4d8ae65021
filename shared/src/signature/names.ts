/** What a distinguished name (RFC 5280 §4.1.2.4) says in words. */
import { hexOf } from '../canonical/index.ts';
import * as DER from './der.ts';

const COMMON_NAME = hexOf(DER.oid('2.5.4.3'));
const UTF16 = 0x1e;

/** The common name, else what is said last; '' where there is nothing. */
export function nameIn(name: DER.Der): string {
  const said = DER.partsOf(name).flatMap((set) =>
    DER.partsOf(set, DER.TAG.set).map((one) => DER.exactly(2, DER.partsOf(one))),
  );
  const [, value] = said.find(([type]) => hexOf(type.whole) === COMMON_NAME) ?? said.at(-1) ?? [];
  if (!value) return '';
  const { tag, content } = value;
  return (tag === UTF16 ? utf16(content) : new TextDecoder().decode(content)).slice(0, 200);
}

/** BMPString: two bytes a letter, the higher first. */
function utf16(bytes: Uint8Array): string {
  const letters = Array.from(
    { length: bytes.length >> 1 },
    (_, n) => ((bytes[2 * n] ?? 0) << 8) | (bytes[2 * n + 1] ?? 0),
  );
  return String.fromCharCode(...letters);
}
