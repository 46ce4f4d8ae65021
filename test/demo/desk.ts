/** The desk of one site: countersigns and holds its own nonces in every ceremony, checks experts in, draws seats, hands out slips. */
import { randomBytes } from 'node:crypto';
import { commitmentOf } from '#shared/draw/seed.ts';
import type { DrawView, HallDeskView, SlipView } from '#shared/protocol/views.ts';
import { SiteSigner } from './countersigning.ts';
import type { Person } from './people.ts';
import { type Account, Staff } from './staff.ts';

export class Desk {
  readonly staff: Staff;
  readonly site: string;
  readonly signer: SiteSigner;
  readonly #nonces = new Map<string, { party: string; nonce: string; salt: string }>();

  private constructor(staff: Staff, site: string) {
    this.staff = staff;
    this.site = site;
    this.signer = new SiteSigner(site);
  }

  /** Signs in and registers this workstation's signing key. */
  static async open(address: string, account: Account): Promise<Desk> {
    const desk = new Desk(await Staff.signIn(address, account), account.site ?? '');
    await desk.staff.send('POST', '/api/site-keys', desk.signer.registration('服务台'));
    return desk;
  }

  /** Does this site's part in every draw that waits for it. */
  async takePart(): Promise<void> {
    for (const draw of await this.staff.get<DrawView[]>('/api/draws')) {
      const own = draw.parties.find(({ party }) => party === this.site);
      const path = `/api/draws/${encodeURIComponent(draw.drawId)}`;
      if (draw.phase === 'countersigning' && own && !own.countersigned && own.withheld === null)
        await this.staff.send('POST', `${path}/countersign`, this.signer.countersignature(draw));
      if (draw.phase === 'committing' && own && !own.committed && own.withheld === null) {
        const commitment = commitmentOf(draw.drawId, draw.inputDigest, this.#nonceFor(draw.drawId));
        await this.staff.send('POST', `${path}/commit`, { commitment });
      }
      if (draw.phase === 'revealing' && own && !own.revealed && own.withheld === null) {
        const { nonce, salt } = this.#nonceFor(draw.drawId);
        await this.staff.send('POST', `${path}/reveal`, { nonce, salt });
      }
    }
  }

  view(): Promise<HallDeskView> {
    return this.staff.get<HallDeskView>('/api/hall');
  }

  async checkIn({ badge, idNumber }: Person): Promise<void> {
    const scan = randomBytes(32).toString('hex');
    await this.staff.send('POST', '/api/hall/check-in', { scan, badge, idNumber });
  }

  startSeatDraw(hall: string): Promise<{ drawId: string }> {
    return this.staff.send('POST', '/api/hall/seat-draw', { halls: [hall] });
  }

  slip({ badge }: Person): Promise<SlipView> {
    return this.staff.send('POST', '/api/hall/slips', { badge });
  }

  #nonceFor(drawId: string) {
    const known = this.#nonces.get(drawId);
    if (known) return known;
    const made = {
      party: this.site,
      nonce: randomBytes(32).toString('hex'),
      salt: randomBytes(32).toString('hex'),
    };
    this.#nonces.set(drawId, made);
    return made;
  }
}
