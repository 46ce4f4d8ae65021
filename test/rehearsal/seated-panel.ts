/**
 * A panel whose experts E1, E2, … sit at their booths `booth-E1`, … with keys of their own, on a real spine. What they
 * sign is what the booths would have them sign.
 */
import type { ActOutcome } from '#hub/ledger/booth-acts.ts';
import { expertView } from '#hub/scoring/expert-view.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import type { Authority } from '#test/simulators/authority/authority.ts';
import { pass } from './evaluation.ts';
import { BOOTH_DIGEST, type RoomsHub } from './rooms.ts';
import { Signer } from './signer.ts';

const seatOf = (expert: string) => `H-010${expert.slice(1)}`;
const realIdOf = (expert: string) => expert.replace('E', 'R');

export interface Seating {
  readonly rooms: RoomsHub;
  /** Issues the experts' keys. */
  readonly authority: Authority;
  readonly project: Project;
  /** The panel as drawn. */
  readonly experts: readonly string[];
  /** Who sits at a booth too, and is not on the panel. */
  readonly besides?: readonly string[];
}

export class SeatedPanel {
  /** The hub as it runs now; a test that starts it anew puts the new one here. */
  rooms: RoomsHub;
  readonly #authority: Authority;
  readonly #project: Project;
  readonly #experts: readonly string[];
  readonly #signers = new Map<string, Signer>();

  private constructor({ rooms, authority, project, experts }: Seating) {
    this.rooms = rooms;
    this.#authority = authority;
    this.#project = project;
    this.#experts = experts;
  }

  /** Puts a panel on record, and seats and admits its experts; their names are sealed still. */
  static async seat(seating: Seating): Promise<SeatedPanel> {
    const { rooms, project, experts, besides = [] } = seating;
    const panel = new SeatedPanel(seating);
    const all = [...experts, ...besides];
    for (const expert of all) await panel.giveKey(expert);
    await rooms.enter(project);
    await panel.enterKeys();
    const payload = { project: project.id, drawId: `${project.id}#1`, members: experts.map(memberOf) };
    await rooms.record({ type: 'panel.drawn', subject: `project/${project.id}`, payload });
    await rooms.seat(project.id, all.map(memberOf));
    return panel;
  }

  /** A new key; the pool does not know it yet. */
  async giveKey(expert: string): Promise<void> {
    this.#signers.set(expert, await Signer.issue(this.#authority, `专家${expert}`));
  }

  /** Imports everybody into the pool, with the keys they have now. */
  async enterKeys(): Promise<void> {
    const experts = [...this.#signers].map(([expert, { fingerprint }], place) => ({
      id: realIdOf(expert),
      name: `姓名${place + 1}`,
      idNumber: '110101199001011237',
      badge: `BADGE-${place + 1}`,
      categories: ['A'],
      site: 'S1',
      employer: `单位${place + 1}`,
      keyFingerprint: fingerprint,
    }));
    const payload = { count: experts.length, experts };
    await this.rooms.record({ type: 'pool.imported', subject: 'people', payload });
  }

  signerOf(expert: string): Signer {
    const signer = this.#signers.get(expert);
    if (!signer) throw new Error(`${expert} has no key`);
    return signer;
  }

  async assemble(): Promise<void> {
    const { id: project } = this.#project;
    await this.rooms.record({
      type: 'panel.assembled',
      subject: `project/${project}`,
      payload: { project },
    });
  }

  /** `leaving` goes, and `newcomer`, who sits at a booth already, takes the place. */
  async replace(leaving: string, newcomer: string): Promise<void> {
    const { id: project } = this.#project;
    const why = { because: 'recusal', reason: '回避' } as const;
    const payload = { project, expert: leaving, ...why, passedOver: [], replacement: memberOf(newcomer) };
    await this.rooms.record({ type: 'member.replaced', subject: `project/${project}`, payload });
  }

  viewOf(expert: string): Promise<ExpertView> {
    const { id: project } = this.#project;
    const where = { seat: seatOf(expert), boothDigest: BOOTH_DIGEST };
    return expertView(this.rooms.hub.store, { project, expert, realId: realIdOf(expert), ...where });
  }

  act(expert: string, act: Act): Promise<ActOutcome> {
    return this.rooms.act(`booth-${expert}`, act);
  }

  /** Every expert does it, one after the other; throws what is refused. */
  async all(act: (expert: string) => Act | Promise<Act>, experts = this.#experts): Promise<void> {
    for (const expert of experts) {
      const { refusal } = await this.act(expert, await act(expert));
      if (refusal) throw new Error(`${expert}: ${refusal.code}, ${refusal.message.en}`);
    }
  }

  signed(
    expert: string,
    purpose: 'pledge' | 'sheet' | 'consent',
    fields: object,
    key = this.signerOf(expert),
  ) {
    const at = new Date();
    const who = { project: this.#project.id, expert, seat: seatOf(expert), booth: BOOTH_DIGEST };
    const statement = { format: `kawei/${purpose}@1`, ...who, signedAt: at.toISOString(), ...fields };
    return key.sign(purpose, statement, at);
  }

  pledgeOf(expert: string, key = this.signerOf(expert)) {
    return this.signed(expert, 'pledge', { text: pledgeText.zh }, key);
  }

  /** The sheet that the expert's own view asks to be signed. */
  async sheetOf(expert: string, key = this.signerOf(expert)) {
    const { ticket, marks, myVerdicts: review, sheetVersion: version } = await this.viewOf(expert);
    return this.signed(expert, 'sheet', { ticket, marks, review, version }, key);
  }

  /** From the pledges to the signing, in one mind: every bid passes, and has full objective and half of other marks. */
  async evaluate(): Promise<void> {
    await this.all((expert) => ({ kind: 'pledge', statement: this.pledgeOf(expert) }));
    await this.all(() => ({ kind: 'declare', bidders: [] }));
    await this.all(() => ({ kind: 'chair-vote', alias: '专家乙' }));
    await this.review();
    await this.mark();
    await this.all(() => ({ kind: 'ready' }));
  }

  async review(experts = this.#experts): Promise<void> {
    const verdicts = Object.fromEntries(this.#project.bidders.map(({ id }) => [id, pass]));
    await this.all(() => ({ kind: 'review', verdicts }), experts);
  }

  async mark(experts = this.#experts): Promise<void> {
    for (const { id: bidder } of this.#project.bidders)
      for (const { id: item, kind, max } of this.#project.items) {
        const mark = kind === 'objective' ? max : max / 2;
        await this.all(() => ({ kind: 'mark', bidder, item, mark }), experts);
      }
  }

  async sign(experts = this.#experts): Promise<void> {
    await this.all(async (expert) => ({ kind: 'sign', sheet: await this.sheetOf(expert) }), experts);
  }
}

function memberOf(expert: string) {
  const ticket = expert.slice(1).padStart(64, '0');
  return { expert, realId: realIdOf(expert), ticket, category: 'A', site: 'S1' };
}
