/** How it stands with the revocation lists of each authority, in words for the ledger and the alerts. */
import { sha256Hex } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import type { ListIssue } from '#shared/catalogue/events/revocation.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { minuteOf, seriesOf, type TrustedList } from '#shared/signature/revocation.ts';

export type ListState = EventPayload<'revocation-list.changed'>;

/** Of one authority; `lists` are those in force, none where what it has issued is not covered by any. */
export function stateOf(
  { issuer, authority }: { readonly issuer: string; readonly authority: string },
  trusted: readonly TrustedList[],
  now: Date,
): ListState {
  const lists = trusted.map(({ list }) => list);
  const digests = lists.map(({ digest }) => digest).sort();
  const about = { source: issuer, authority, digests, newest: trusted.map(issueOf) };
  if (lists.length === 0)
    return { ...about, state: 'missing', zh: '没有它的吊销列表', en: 'there is no list of it' };
  const ends = lists.flatMap(({ nextUpdate }) => (nextUpdate ? [nextUpdate] : []));
  const end = new Date(Math.min(...ends.map((date) => date.getTime())));
  if (ends.length > 0 && end < now) {
    const since = minuteOf(end);
    return { ...about, state: 'stale', zh: `应于 ${since} 前更新`, en: `the next was due at ${since}` };
  }
  const count = lists.reduce((sum, { size }) => sum + size, 0);
  const made = lists.map(({ number, thisUpdate }) => `${number ?? '—'} (${minuteOf(thisUpdate)})`).join(', ');
  return {
    ...{ ...about, state: 'in-force' },
    zh: `编号 ${made}，共 ${count} 张证书`,
    en: `number ${made}, ${count} certificates`,
  };
}

function issueOf(trusted: TrustedList): ListIssue {
  const { number, thisUpdate } = trusted.list;
  return {
    series: seriesOf(trusted),
    number: number === null ? null : String(number),
    thisUpdate: thisUpdate.toISOString(),
  };
}

/** Of the files: whether something there was not taken. */
export function refusedState(place: string, trouble: Text | null): ListState {
  const about = { source: sha256Hex(place), authority: 'KAWEI_CRL', digests: [] };
  if (trouble) return { ...about, state: 'refused', ...trouble };
  return { ...about, state: 'in-force', zh: '全部文件已采用', en: 'every file is taken' };
}
