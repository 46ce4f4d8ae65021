/** What a scanner, a card reader or a hand has put into the one field of the desk, and what is still missing. */
import { idNumberValid } from '#shared/pool/id-number.ts';

/** The documents of the person at the desk, as far as they have been read. */
export interface Documents {
  readonly badge: string | null;
  readonly idNumber: string | null;
}

export const nothingRead: Documents = { badge: null, idNumber: null };

export type Reading =
  | { readonly kind: 'complete'; readonly badge: string; readonly idNumber: string | null }
  | { readonly kind: 'more'; readonly documents: Documents }
  /** `id-number`: its check character is wrong (GB 11643); `text`: neither a badge nor an ID number. */
  | { readonly kind: 'unreadable'; readonly what: 'id-number' | 'text' };

/** Adds what was read. A document of the same kind takes the place of the one before: somebody else has come. */
export function read(documents: Documents, text: string, idNeeded: boolean): Reading {
  const line = text.trim().toUpperCase();
  if (/^\d{17}[\dX]$/.test(line)) {
    if (!idNumberValid(line)) return { kind: 'unreadable', what: 'id-number' };
    return together({ ...documents, idNumber: line }, idNeeded);
  }
  // As it was read: badges may tell small letters from large ones.
  if (!/^[A-Za-z0-9-]{3,32}$/.test(text.trim())) return { kind: 'unreadable', what: 'text' };
  return together({ ...documents, badge: text.trim() }, idNeeded);
}

function together(documents: Documents, idNeeded: boolean): Reading {
  const { badge, idNumber } = documents;
  if (badge === null || (idNeeded && idNumber === null)) return { kind: 'more', documents };
  return { kind: 'complete', badge, idNumber };
}
