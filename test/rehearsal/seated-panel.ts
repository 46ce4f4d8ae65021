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
import { Authority } from '#test/simulators/authority/authority.ts';
import { BOOTH_DIGEST, RoomsHub } from './rooms.ts';
import { Signer } from './signer.ts';

const seatOf = (expert: string) => `H-010${expert.slice(1)}`;
const realIdOf = (expert: string) => expert.replace('E', 'R');

export class SeatedPanel {
  readonly project: Project;
  /** Of the panel as drawn. */
  readonly experts: readonly string[];
  /** The hub as it runs now; a test that starts it anew puts the new one here. */
  rooms: RoomsHub;
  readonly #signers: ReadonlyMap<string, Signer>;

  private constructor(
    rooms: RoomsHub,
    project: Project,
    experts: readonly string[],
    signers: ReadonlyMap<string, Signer>,
  ) {
    this.rooms = rooms;
    this.project = project;
    this.experts = experts;
    this.#signers = signers;
  }

  /** Puts a panel on record, and seats and admits its experts; `besides` sit there too, and are not on the panel. */
  static async seat(project: Project, experts: readonly string[], besides: readonly string[] = []) {
    const authority = await Authority.create('Experts CA');
    const rooms = await RoomsHub.open([authority.certificate]);
    const all = [...experts, ...besides];
    const signers = new Map<string, Signer>();
    for (const expert of all) signers.set(expert, await Signer.issue(authority, `专家${expert}`));
    const panel = new SeatedPanel(rooms, project, experts, signers);
    await rooms.enter(project);
    const pool = all.map((expert, place) => ({
      id: realIdOf(expert),
      name: `姓名${place + 1}`,
      idNumber: '110101199001011237',
      badge: `BADGE-${place + 1}`,
      categories: ['A'],
      site: 'S1',
      employer: `单位${place + 1}`,
      keyFingerprint: panel.signerOf(expert).fingerprint,
    }));
    const payload = { project: project.id, drawId: `${project.id}#1`, members: experts.map(memberOf) };
    await rooms.record(
      { type: 'pool.imported', subject: 'people', payload: { count: pool.length, experts: pool } },
      { type: 'panel.drawn', subject: `project/${project.id}`, payload },
    );
    await rooms.seat(project.id, all.map(memberOf));
    return panel;
  }

  signerOf(expert: string): Signer {
    const signer = this.#signers.get(expert);
    if (!signer) throw new Error(`${expert} has no key`);
    return signer;
  }

  async assemble(): Promise<void> {
    const { id: project } = this.project;
    await this.rooms.record({
      type: 'panel.assembled',
      subject: `project/${project}`,
      payload: { project },
    });
  }

  /** `leaving` goes, and `newcomer`, who sits at a booth already, takes the place. */
  async replace(leaving: string, newcomer: string): Promise<void> {
    const { id: project } = this.project;
    const why = { because: 'recusal', reason: '回避' } as const;
    const payload = { project, expert: leaving, ...why, passedOver: [], replacement: memberOf(newcomer) };
    await this.rooms.record({ type: 'member.replaced', subject: `project/${project}`, payload });
  }

  viewOf(expert: string): Promise<ExpertView> {
    const { id: project } = this.project;
    const where = { seat: seatOf(expert), boothDigest: BOOTH_DIGEST };
    return expertView(this.rooms.hub.store, { project, expert, realId: realIdOf(expert), ...where });
  }

  act(expert: string, act: Act): Promise<ActOutcome> {
    return this.rooms.act(`booth-${expert}`, act);
  }

  /** Every expert does it, one after the other; throws what is refused. */
  async all(
    act: (expert: string) => Act | Promise<Act>,
    experts: readonly string[] = this.experts,
  ): Promise<void> {
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
    const who = { project: this.project.id, expert, seat: seatOf(expert), booth: BOOTH_DIGEST };
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
}

function memberOf(expert: string) {
  const ticket = expert.slice(1).padStart(64, '0');
  return { expert, realId: realIdOf(expert), ticket, category: 'A', site: 'S1' };
}
