/** The desk of one site: takes part in every draw, checks experts in, has seats drawn, hands out slips. */
import { bytesOfHex, sha256Hex } from '#shared/canonical/index.ts';
import { isUnderWay } from '#shared/draw/phase.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';
import type { DrawView, HallDeskView, SlipView } from '#shared/protocol/views.ts';
import { SiteSigner } from '#test/demo/countersigning.ts';
import { MINUTE } from './clock.ts';
import type { Morning } from './morning.ts';
import { Office } from './offices.ts';

interface Waiting {
  readonly person: PoolExpert;
  readonly scan: string;
  readonly give: (slip: SlipView) => void;
}

export class Desk extends Office {
  readonly site: string;
  readonly #signer: SiteSigner;
  #registered = false;
  readonly #nonces = new Map<string, { party: string; nonce: string; salt: string }>();
  readonly #arrived = new Map<string, Waiting>();
  readonly #checkedIn = new Map<string, Waiting>();
  #scans = 0;

  constructor(morning: Morning, site: string) {
    super(morning, {
      user: `hall-${site.toLowerCase()}`,
      name: `${site} 服务台`,
      role: 'hall',
      site,
      charge: null,
    });
    this.site = site;
    this.#signer = new SiteSigner(site, bytesOfHex(this.chance.hex(32)));
  }

  /** An expert comes to the desk; settles when they hold the slip of their seat. */
  come(person: PoolExpert): Promise<SlipView> {
    const scan = sha256Hex(`${this.site} scan ${++this.#scans}`);
    return new Promise((give) => {
      this.#arrived.set(person.badge, { person, scan, give });
      this.bell.ring();
    });
  }

  async work(): Promise<void> {
    const { clock } = this.morning;
    while (!this.morning.over) {
      await this.pause(3, 20);
      await this.#takePart();
      await this.#checkIn();
      if (this.#checkedIn.size > 0) await this.#seat();
      await this.bell.wait(clock, this.chance.whole(2, 4) * MINUTE);
    }
  }

  async #register(): Promise<boolean> {
    if (this.#registered) return true;
    const { code } = await this.post('/api/site-keys', this.#signer.registration('服务台'));
    this.#registered = code === 'done' || code === 'SITE_KEY_KNOWN';
    return this.#registered;
  }

  async #takePart(): Promise<void> {
    if (!(await this.#register())) return;
    for (const { drawId, phase, inputDigest, parties } of (await this.get<DrawView[]>('/api/draws')) ?? []) {
      const own = parties.find(({ party }) => party === this.site);
      const path = `/api/draws/${encodeURIComponent(drawId)}`;
      if (phase === 'countersigning' && own && !own.countersigned && own.withheld === null)
        await this.post(`${path}/countersign`, this.#signer.countersignature({ drawId, inputDigest }));
      if (phase === 'committing' && own && !own.committed && own.withheld === null) {
        const commitment = commitmentOf(drawId, inputDigest, this.#nonceFor(drawId));
        await this.post(`${path}/commit`, { commitment });
      }
      if (phase === 'revealing' && own && !own.revealed && own.withheld === null) {
        const { nonce, salt } = this.#nonceFor(drawId);
        await this.post(`${path}/reveal`, { nonce, salt });
      }
    }
  }

  async #checkIn(): Promise<void> {
    for (const [badge, waiting] of this.#arrived) {
      const { idNumber } = waiting.person;
      const { code } = await this.post('/api/hall/check-in', { scan: waiting.scan, badge, idNumber });
      if (code !== 'done') continue;
      this.#arrived.delete(badge);
      this.#checkedIn.set(badge, waiting);
    }
  }

  async #seat(): Promise<void> {
    const view = await this.get<HallDeskView>('/api/hall');
    if (!view) return;
    const [hall] = view.halls;
    const drawing = hall?.seatDraw && isUnderWay(hall.seatDraw.phase);
    if (hall && view.allIn && hall.toSeat > 0 && !drawing)
      await this.post('/api/hall/seat-draw', { halls: [hall.id] });
    for (const { badge, slipReady } of view.people) {
      const waiting = this.#checkedIn.get(badge);
      if (!waiting || !slipReady) continue;
      const { answer } = await this.post<SlipView>('/api/hall/slips', { badge });
      if (!answer) continue;
      this.#checkedIn.delete(badge);
      waiting.give(answer);
    }
  }

  #nonceFor(drawId: string) {
    const known = this.#nonces.get(drawId);
    if (known) return known;
    const made = { party: this.site, nonce: this.chance.hex(32), salt: this.chance.hex(32) };
    this.#nonces.set(drawId, made);
    return made;
  }
}
