/**
 * Data of a hub in which every booth has much to sign: panels of five in the look-back, each expert with an open
 * flag. An expert may then amend their sheet again and again, while the flagged mark itself stays as it is: each
 * amendment is a whole signed sheet of the next version, verified and stored as any other.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEvent } from '#hub/ledger/command.ts';
import { expertView } from '#hub/scoring/expert-view.ts';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import { pass, smallProject } from '#test/rehearsal/evaluation.ts';
import { BOOTH_DIGEST, RoomsHub } from '#test/rehearsal/rooms.ts';
import { BenchAuthority, type BenchKey, type KeyKind } from '../keys.ts';

const PANEL = 5;

/** A booth and what its expert has signed, in the order it is to be sent. */
export interface SigningBooth {
  readonly booth: string;
  readonly token: string;
  readonly acts: readonly Extract<Act, { kind: 'sign' }>[];
}

export interface Panels {
  /** The data directory of a hub; `ca.pem` in it is the experts' authority. */
  readonly data: string;
  readonly booths: readonly SigningBooth[];
  /** A key of the kind all are of, for what else is measured. */
  readonly key: BenchKey;
  /** DER of the experts' authority. */
  readonly authority: Uint8Array;
}

interface Member {
  readonly expert: string;
  readonly realId: string;
  readonly ticket: string;
  readonly seat: string;
  readonly key: BenchKey;
}

/** Makes `projects` panels in `data`, an empty directory, and `sheets` amendments for each of their booths. */
export async function preparePanels(
  data: string,
  { kind, projects, sheets }: { kind: KeyKind; projects: number; sheets: number },
): Promise<Panels> {
  const authority = await BenchAuthority.create(kind);
  writeFileSync(join(data, 'ca.pem'), authority.certificatePem);
  const rooms = await RoomsHub.openAt([authority.certificate], data, join(data, 'kawei.db'));
  await rooms.record({
    type: 'site.created',
    subject: 'site/S1',
    payload: { site: 'S1', name: '主场', city: '某市' },
  });
  const booths: SigningBooth[] = [];
  let key: BenchKey | undefined;
  for (let n = 0; n < projects; n++) {
    const panel = await Panel.seat(rooms, authority, n);
    await panel.evaluate();
    booths.push(...(await panel.amendments(sheets)));
    key ??= panel.members[0]?.key;
  }
  await rooms.hub.spine.idle();
  await rooms.hub.store.destroy();
  if (!key) throw new Error('no panel');
  return { data, booths, key, authority: authority.certificate };
}

class Panel {
  readonly members: readonly Member[];
  readonly #rooms: RoomsHub;
  readonly #project: Project;

  private constructor(rooms: RoomsHub, project: Project, members: readonly Member[]) {
    this.#rooms = rooms;
    this.#project = project;
    this.members = members;
  }

  /** A panel drawn, admitted and seated in a hall of its own, put on the record. */
  static async seat(rooms: RoomsHub, authority: BenchAuthority, n: number): Promise<Panel> {
    const project = { ...smallProject(3, PANEL), id: `P-${n + 1}` };
    const members = await Promise.all(
      Array.from({ length: PANEL }, async (_, place): Promise<Member> => {
        const number = n * PANEL + place + 1;
        const key = await authority.issue(`专家${number}`);
        const ticket = String(number).padStart(64, '0');
        return { expert: `E${number}`, realId: `R${number}`, ticket, seat: `H${n}-010${place + 1}`, key };
      }),
    );
    await rooms.enter(project);
    await rooms.record(...seated(project.id, `H${n}`, members));
    return new Panel(rooms, project, members);
  }

  /** From the pledges to the reveal, act by act; then a flag on one mark of each expert. */
  async evaluate(): Promise<void> {
    const { bidders, items } = this.#project;
    const text = pledgeText.zh;
    await this.#all((one) => ({ kind: 'pledge', statement: this.#sign(one, 'pledge', { text }) }));
    await this.#all(() => ({ kind: 'declare', bidders: [] }));
    await this.#all(() => ({ kind: 'chair-vote', alias: '专家乙' }));
    const verdicts = Object.fromEntries(bidders.map(({ id }) => [id, pass]));
    await this.#all(() => ({ kind: 'review', verdicts }));
    for (const { id: bidder } of bidders)
      for (const { id: item, kind, max } of items)
        await this.#all((one) => {
          // Far from the others', so that the look-back stays open.
          const high = one === this.members[0] && bidder === 'B1' && item === 'T1';
          return { kind: 'mark', bidder, item, mark: kind === 'objective' || high ? max : max / 2 };
        });
    await this.#all(() => ({ kind: 'ready' }));
    for (const one of this.members) {
      const { marks, myVerdicts: review } = await this.#view(one);
      const sheet = this.#sign(one, 'sheet', { ticket: one.ticket, marks, review, version: 1 });
      await this.#act(one, { kind: 'sign', sheet });
    }
    for (const one of this.members) await this.#flag(one);
  }

  /** For each booth, sheets of the versions from 2 on that change one mark to and fro. */
  amendments(sheets: number): Promise<SigningBooth[]> {
    return Promise.all(
      this.members.map(async (one): Promise<SigningBooth> => {
        const { marks, myVerdicts: review } = await this.#view(one);
        const acts = Array.from({ length: sheets }, (_, n) => {
          const C1 = n % 2 === 0 ? 11_000 : 10_000;
          const changed = { ...marks, B1: { ...marks.B1, C1 } };
          const fields = { ticket: one.ticket, marks: changed, review, version: n + 2 };
          return { kind: 'sign' as const, sheet: this.#sign(one, 'sheet', fields) };
        });
        return { booth: `booth-${one.expert}`, token: tokenOf(one.expert), acts };
      }),
    );
  }

  async #all(act: (member: Member) => Act): Promise<void> {
    for (const one of this.members) await this.#act(one, act(one));
  }

  async #act(one: Member, act: Act): Promise<void> {
    const { refusal } = await this.#rooms.act(`booth-${one.expert}`, act);
    if (refusal) throw new Error(`${one.expert}, ${act.kind}: ${refusal.message.en}`);
  }

  #sign(
    { expert, seat, key }: Member,
    purpose: 'pledge' | 'sheet',
    fields: { version?: number; [field: string]: unknown },
  ) {
    const who = { project: this.#project.id, expert, seat, booth: BOOTH_DIGEST };
    const version = fields.version === undefined ? {} : { version: fields.version };
    const format = `kawei/${purpose}@1`;
    const signedAt = new Date().toISOString();
    return key.sign({ purpose, ...who, ...version }, { format, ...who, signedAt, ...fields });
  }

  #view({ expert, realId, seat }: Member) {
    const who = { project: this.#project.id, expert, realId, seat, boothDigest: BOOTH_DIGEST };
    return expertView(this.#rooms.hub.store, who);
  }

  async #flag(one: Member): Promise<void> {
    const { alias } = await this.#view(one);
    const { id: project } = this.#project;
    const text = { zh: '偏高', en: 'high' };
    const mark = { bidder: 'B1', item: 'T1', before: 20_000, direction: 'high', rankingWouldChange: false };
    await this.#rooms.record({
      type: 'flag.raised',
      subject: `project/${project}`,
      payload: {
        project,
        expert: one.expert,
        alias,
        flag: `F1${one.expert.slice(1)}`,
        rule: 'bench',
        text,
        ...mark,
      },
    } as NewEvent);
  }
}

const tokenOf = (expert: string) => `token of booth-${expert}`;

function seated(project: string, hall: string, members: readonly Member[]): NewEvent[] {
  const subject = `project/${project}`;
  const pool = members.map(({ expert, realId, key }) => ({
    id: realId,
    name: `姓名${expert}`,
    idNumber: '110101199001011237',
    badge: `BADGE-${realId}`,
    categories: ['A'],
    site: 'S1',
    employer: `单位${expert}`,
    keyFingerprint: key.fingerprint,
  }));
  const drawn = members.map(({ expert, realId, ticket }) => ({
    expert,
    realId,
    ticket,
    category: 'A',
    site: 'S1',
  }));
  return [
    { type: 'pool.imported', subject: 'people', payload: { count: pool.length, experts: pool } },
    { type: 'panel.drawn', subject, payload: { project, drawId: `${project}#1`, members: drawn } },
    {
      type: 'hall.created',
      subject: `hall/${hall}`,
      payload: { hall, site: 'S1', name: hall, rows: 1, columns: PANEL, closed: [] },
    },
    ...members.flatMap((member, n) =>
      atTheirSeat(project, { hall, slip: String(n).padStart(6, '0') }, member),
    ),
    { type: 'panel.assembled', subject, payload: { project } },
  ];
}

function atTheirSeat(
  project: string,
  { hall, slip }: { hall: string; slip: string },
  { expert, realId, seat }: Member,
): NewEvent[] {
  const booth = `booth-${expert}`;
  const who = { project, expert };
  const drawId = `${hall}#${Number(slip) + 1}`;
  const token = sha256Hex(tokenOf(expert));
  return [
    { type: 'booth.registered', subject: `booth/${booth}`, payload: { booth, hall, seat, token } },
    {
      type: 'expert.checked-in',
      subject: 'site/S1',
      payload: { ...who, site: 'S1', realId, badge: `BADGE-${realId}` },
    },
    {
      type: 'seats.drawn',
      subject: `hall/${hall}`,
      payload: { drawId, hall, placements: [{ ...who, realId, seat, slip }] },
    },
    {
      type: 'admission.granted',
      subject: `project/${project}`,
      payload: { ...who, booth, seat, boothDigest: BOOTH_DIGEST },
    },
  ];
}
