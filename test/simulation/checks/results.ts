/** What came of the evaluations: totals, signatures, and how everything ended. */
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { verifyTimeStamp } from '#shared/signature/time-stamp.ts';
import { verifySignature } from '#shared/signature/verify.ts';
import type { Morning } from '../morning.ts';
import type { Entry } from '../truth.ts';
import { type Counted, count, type GivenWay, type SignedMarks } from './scorer.ts';

/** The totals in the ledger, in the report and in the read tables are those of the signed sheets. */
export function checkTotals({ truth, findings }: Morning): void {
  for (const [project, story] of truth.stories) {
    const { document, valid, revealed, sheets } = story;
    if (!revealed || !valid) continue;
    const report = truth.entries.findLast(
      ({ type, payload }) => type === 'report.drawn-up' && payload.project === project,
    );
    const content =
      report && (JSON.parse(String(report.payload.content)) as { result: Counted[]; sheets: unknown });
    if (!content) {
      findings.add('totals', `${project} was revealed and has no report`);
      continue;
    }
    const counted = sheetsInForce(truth.entries, project, null);
    compare(
      findings,
      `the report of ${project}`,
      content.result,
      count(document, valid, counted, givenWay(truth.entries, project)),
    );
    const first = sheetsInForce(truth.entries, project, 'marks.revealed');
    compare(findings, `the reveal of ${project}`, story.result as Counted[], count(document, valid, first));
    const told = (content.sheets as { expert: string; marks: unknown }[]).map(({ expert, marks }) => [
      expert,
      marks,
    ]);
    for (const [expert, sheet] of sheets) {
      const found = told.find(([who]) => who === expert)?.[1];
      if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(sheet.marks)))
        findings.add(
          'totals',
          `the report of ${project} has other marks of ${expert.slice(0, 8)} than were signed last`,
        );
    }
  }
}

/** The flagged marks that were called abnormal and not explained. */
function givenWay(entries: readonly Entry[], project: string): GivenWay[] {
  const own = entries.filter(({ payload }) => payload.project === project);
  const ended = own
    .filter(({ type, payload }) => type === 'flag.closed' && payload.how === 'others-mean')
    .map(({ payload }) => payload.flag);
  return own
    .filter(({ type, payload }) => type === 'flag.raised' && ended.includes(payload.flag))
    .map(({ payload: { expert, bidder, item } }) => ({
      ...{ expert: String(expert), bidder: String(bidder) },
      item: item === null ? null : String(item),
    }));
}

/** The last sheet of each member, up to an event or to the end; a replaced panel begins anew. */
function sheetsInForce(entries: readonly Entry[], project: string, until: string | null) {
  const sheets = new Map<string, SignedMarks>();
  for (const { type, payload } of entries) {
    if (payload.project !== project) continue;
    if (type === until) break;
    if (type === 'member.replaced') sheets.clear();
    if (type === 'sheet.signed')
      sheets.set(String(payload.expert), JSON.parse(String(payload.content)) as SignedMarks);
  }
  return [...sheets.values()];
}

function compare(
  findings: Morning['findings'],
  where: string,
  told: readonly Counted[],
  own: readonly Counted[],
) {
  const text = (results: readonly Counted[]) =>
    [...results]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map(
        ({ id, items, price, total, rank }) =>
          `${id} ${JSON.stringify(sorted(items))} ${price} ${total} ${rank}`,
      )
      .join('; ');
  if (text(told) !== text(own))
    findings.add('totals', `${where} says ${text(told)}; the sheets give ${text(own)}`);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

const purposes = { 'pledge.signed': 'pledge', 'sheet.signed': 'sheet', 'consent.signed': 'consent' } as const;

/** Every signature in the ledger holds, for its own expert at the place where they sit, and has a time-stamp. */
export async function checkSignatures({ truth, findings, keys, town }: Morning): Promise<void> {
  for (const { seq, at, type, payload } of truth.entries) {
    const purpose = purposes[type as keyof typeof purposes];
    // Verifying is slow: every sheet, and of pledges and consents each third.
    if (!purpose || (purpose !== 'sheet' && seq % 3 !== 0)) continue;
    const content = String(payload.content);
    const said = JSON.parse(content) as Record<string, string> & { version?: number };
    const { project = '', expert = '', seat = '', booth = '', version } = said;
    const where = `entry ${seq} ${type}`;
    const realId = identityOf(truth.entries, project, expert);
    const person = town.people.find(({ id }) => id === realId);
    try {
      const { signer } = await verifySignature({
        cms: bytesOfBase64(String(payload.cms)),
        content: new TextEncoder().encode(content),
        anchors: [keys.anchor],
        binding: { purpose, project, expert, seat, booth, ...(version === undefined ? {} : { version }) },
        at: new Date(at),
      });
      if (signer.fingerprint !== person?.keyFingerprint)
        findings.add('signatures', `${where}: of another's key`);
    } catch (error) {
      findings.add('signatures', `${where}: ${error instanceof Refusal ? error.code : String(error)}`);
    }
    if (expert !== payload.expert || project !== payload.project)
      findings.add('signatures', `${where}: says it is of ${expert.slice(0, 8)}`);
    if (type === 'sheet.signed' && !(await isStamped(payload, keys.anchor)))
      findings.add('signatures', `${where}: without a time-stamp that holds`);
  }
}

function identityOf(entries: readonly Entry[], project: string, expert: string): string | null {
  for (const { type, payload } of entries) {
    if (payload.project !== project) continue;
    const members = (type === 'panel.drawn' ? payload.members : [payload.replacement]) as ({
      expert: string;
      realId: string;
    } | null)[];
    if (type !== 'panel.drawn' && type !== 'member.replaced') continue;
    const found = members.find((member) => member?.expert === expert);
    if (found) return found.realId;
  }
  return null;
}

async function isStamped({ cms, tsr }: Entry['payload'], anchor: Uint8Array): Promise<boolean> {
  const data = bytesOfBase64(String(cms));
  return verifyTimeStamp({ tsr: bytesOfBase64(String(tsr)), data, anchors: [anchor] }).then(
    () => true,
    () => false,
  );
}

/** Every booth ends in a state that a person can act on, and holds back nothing. */
export function checkEndings({ booths, findings }: Morning): void {
  for (const { core, place, disk } of booths.values()) {
    const screen = core?.screen;
    if (!screen) {
      findings.add('endings', `${place.booth} is off`);
      continue;
    }
    const { screen: name, line, pending, busy } = screen;
    const told = `${place.booth} shows ${name}, ${line}`;
    if (line !== 'online') findings.add('endings', `${told}: it never came back`);
    if (pending > 0) findings.add('endings', `${told}: ${pending} acts are unsent`);
    if (busy.length > 0) findings.add('endings', `${told}: waits for ${busy.join()} for ever`);
    if (name === 'admitting' || name === 'key-removed') findings.add('endings', `${told} with nobody there`);
    const { acts } = disk.prepare('select count(*) as acts from acts where views is null').get() as {
      acts: number;
    };
    if (acts !== pending) findings.add('endings', `${told}: ${pending} acts unsent, ${acts} on its disk`);
  }
}
