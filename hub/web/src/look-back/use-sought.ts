import { useSearchParams } from 'react-router';

export interface Sought<K extends string> {
  /** What is asked for; nothing of what is left open. */
  readonly values: Readonly<Partial<Record<K, string>>>;
  /** Asks for another value; an empty one leaves it open. Begins again at the first page. */
  change(key: K, value: string | undefined): void;
  readonly page: number;
  turn(page: number): void;
  /** Address of a list under these filters, without a page. */
  addressOf(path: string): string;
}

/** The filters of a list. They stand in the page's own address, so that it can be sent to somebody and gone back to. */
export function useSought<K extends string>(keys: readonly K[]): Sought<K> {
  const [search, setSearch] = useSearchParams();
  const asked = keys.flatMap((key): [K, string][] => {
    const value = search.get(key);
    return value === null ? [] : [[key, value]];
  });
  const set = (key: string, value: string | undefined, replace: boolean) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (key !== 'page') next.delete('page');
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace },
    );
  const page = Number(search.get('page') ?? 1);
  return {
    values: Object.fromEntries(asked) as Partial<Record<K, string>>,
    change: (key, value) => set(key, value?.trim(), true),
    page: Number.isInteger(page) && page > 0 && page < 1_000_000 ? page : 1,
    turn: (next) => set('page', next > 1 ? String(next) : undefined, false),
    addressOf: (path) => (asked.length === 0 ? path : `${path}?${new URLSearchParams(asked)}`),
  };
}

export const PAGE_SIZE = 20;

/** Address of one page of a list. */
export function pageAddress(sought: Sought<string>, path: string): string {
  const address = sought.addressOf(path);
  return `${address}${address.includes('?') ? '&' : '?'}page=${sought.page}&size=${PAGE_SIZE}`;
}

/** How a table turns these pages. */
export function paging(sought: Sought<string>, total: number) {
  return {
    ...{ current: sought.page, pageSize: PAGE_SIZE, total, hideOnSinglePage: true, showSizeChanger: false },
    onChange: (page: number) => sought.turn(page),
  };
}
