/**
 * A hub's data at a moment when everything can go wrong at once: an evaluation whose last consent is missing, so
 * that the next act signs, time-stamps, completes a report and has it sealed; invitations that are not written
 * yet; and a ledger whose next few entries fill a tile.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expertView } from '#hub/scoring/expert-view.ts';
import type { Act } from '#shared/protocol/booth-frames.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { pledgeText } from '#shared/protocol/statements.ts';
import { copyOfPostgres, emptyPostgres, freshPlace } from '../databases/place.ts';
import { pass, smallProject } from '../rehearsal/evaluation.ts';
import { BOOTH_DIGEST, RoomsHub } from '../rehearsal/rooms.ts';
import { Signer } from '../rehearsal/signer.ts';
import { Authority } from '../simulators/authority/authority.ts';

const experts = ['E1', 'E2', 'E3', 'E4', 'E5'];
const project = smallProject(3, 5);
const TILE = 256;
/** Entries left free in the tile: a start of the hub leaves a few of them for the booths. */
const TILE_ROOM = 16;

export interface Token {
  readonly booth: string;
  readonly token: string;
}

/** `place`: where its database is. */
export interface Copy {
  readonly directory: string;
  readonly data: string;
  readonly place: string;
  readonly environment: Record<string, string>;
}

export class Morning {
  #place = '';
  readonly #directory = mkdtempSync(join(tmpdir(), 'kawei-morning-'));
  #copies = 0;
  /** The last consent, signed. */
  consent: Act = { kind: 'leave' };
  /** The booth whose expert signs it, and one that only calls for help. */
  readonly signing: Token = { booth: 'booth-E5', token: 'token of booth-E5' };
  readonly helping: Token = { booth: 'booth-E1', token: 'token of booth-E1' };

  static async prepare(): Promise<Morning> {
    const morning = new Morning();
    await morning.#prepare();
    return morning;
  }

  /** A copy of the data, to be worked on and thrown away; `environment` is a hub's upon it. */
  async copy(): Promise<Copy> {
    // Before the first wait: tests that run side by side have a copy each.
    const number = ++this.#copies;
    const database = await copyOfPostgres(this.#place);
    const directory = join(this.#directory, `copy-${number}`);
    const data = join(directory, 'hub');
    cpSync(join(this.#directory, 'hub'), data, { recursive: true });
    const environment = {
      KAWEI_PORT: '0',
      KAWEI_BOOTH_LINES: 'token',
      KAWEI_DATA: data,
      KAWEI_DATABASE_URL: database,
      KAWEI_TRUST: join(this.#directory, 'ca.pem'),
      KAWEI_INVITATIONS: join(directory, 'invitations'),
      KAWEI_ORIGIN: 'rehearsal.invalid/ledger',
    };
    return { directory, data, place: database || join(data, 'kawei.db'), environment };
  }

  /** An empty directory for a hub's first start. */
  async empty(): Promise<Copy> {
    const number = ++this.#copies;
    const database = await emptyPostgres();
    const directory = join(this.#directory, `empty-${number}`);
    const data = join(directory, 'hub');
    const environment = {
      ...{ KAWEI_PORT: '0', KAWEI_BOOTH_LINES: 'token' },
      ...{ KAWEI_DATA: data, KAWEI_DATABASE_URL: database },
    };
    return { directory, data, place: database || join(data, 'kawei.db'), environment };
  }

  end(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #prepare(): Promise<void> {
    const authority = await Authority.create('Experts CA');
    writeFileSync(join(this.#directory, 'ca.pem'), authority.certificatePem);
    mkdirSync(join(this.#directory, 'hub'));
    const data = join(this.#directory, 'hub');
    this.#place = await freshPlace(data);
    const rooms = await RoomsHub.openAt([authority.certificate], data, this.#place);
    const signers = new Map<string, Signer>();
    for (const expert of experts) signers.set(expert, await Signer.issue(authority, expert));
    const view = (expert: string) => viewOf(rooms, expert);
    const sign = async (expert: string, purpose: 'pledge' | 'sheet' | 'consent', fields: object) => {
      const at = new Date();
      const seat = seatOf(expert);
      const who = { project: project.id, expert, seat, booth: BOOTH_DIGEST };
      const statement = { format: `kawei/${purpose}@1`, ...who, signedAt: at.toISOString(), ...fields };
      const signer = signers.get(expert);
      if (!signer) throw new Error(`${expert} has no key`);
      return signer.sign(purpose, statement, at);
    };
    const all = async (act: (expert: string) => Promise<Act>, who = experts) => {
      for (const expert of who) {
        const { refusal } = await rooms.act(`booth-${expert}`, await act(expert));
        if (refusal) throw new Error(`${expert}: ${refusal.message.en}`);
      }
    };
    await this.#draw(rooms, signers);
    await all(async (one) => ({
      kind: 'pledge',
      statement: await sign(one, 'pledge', { text: pledgeText.zh }),
    }));
    await all(async () => ({ kind: 'declare', bidders: [] }));
    await all(async () => ({ kind: 'chair-vote', alias: '专家乙' }));
    const verdicts = Object.fromEntries(project.bidders.map(({ id }) => [id, pass]));
    await all(async () => ({ kind: 'review', verdicts }));
    for (const { id: bidder } of project.bidders)
      for (const { id: item, kind, max } of project.items)
        await all(async () => ({ kind: 'mark', bidder, item, mark: kind === 'objective' ? max : max / 2 }));
    await all(async () => ({ kind: 'ready' }));
    await all(async (one) => {
      const { ticket, marks, myVerdicts: review, sheetVersion: version } = await view(one);
      return { kind: 'sign', sheet: await sign(one, 'sheet', { ticket, marks, review, version }) };
    });
    await all(async () => ({ kind: 'refuse-consent' }), experts.slice(0, 4));
    const { reportDigest } = await view('E5');
    const position = { reportDigest, position: 'agree' };
    this.consent = { kind: 'consent', statement: await sign('E5', 'consent', position) };
    while (rooms.hub.spine.size % TILE !== TILE - TILE_ROOM) {
      const site = `S-${rooms.hub.spine.size}`;
      await rooms.record({
        type: 'site.created',
        subject: `site/${site}`,
        payload: { site, name: site, city: '江州市' },
      });
    }
    await rooms.hub.spine.idle();
    await rooms.hub.store.destroy();
  }

  /** The panel, its pool and its seats, as a drawn and admitted panel leaves them. */
  async #draw(rooms: RoomsHub, signers: ReadonlyMap<string, Signer>): Promise<void> {
    const members = experts.map((expert, place) => ({
      expert,
      realId: expert.replace('E', 'R'),
      ticket: String(place + 1).padStart(64, '0'),
      category: 'A',
      site: 'S1',
    }));
    const pool = members.map(({ expert, realId }, place) => ({
      id: realId,
      name: `姓名${place + 1}`,
      idNumber: '110101199001011237',
      badge: `BADGE-${place + 1}`,
      categories: ['A'],
      site: 'S1',
      employer: `单位${place + 1}`,
      keyFingerprint: signers.get(expert)?.fingerprint ?? '',
    }));
    await rooms.enter(project);
    const count = pool.length;
    await rooms.record({ type: 'pool.imported', subject: 'people', payload: { count, experts: pool } });
    const subject = `project/${project.id}`;
    const drawn = { project: project.id, drawId: 'P-1#1', members };
    await rooms.record({ type: 'panel.drawn', subject, payload: drawn });
    await rooms.seat(project.id, members);
    await rooms.record({ type: 'panel.assembled', subject, payload: { project: project.id } });
  }
}

const seatOf = (expert: string) => `H-010${expert.slice(1)}`;

function viewOf(rooms: RoomsHub, expert: string): Promise<ExpertView> {
  const who = { project: project.id, expert, realId: expert.replace('E', 'R') };
  return expertView(rooms.hub.store, { ...who, seat: seatOf(expert), boothDigest: BOOTH_DIGEST });
}
