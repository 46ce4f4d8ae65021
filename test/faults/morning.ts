/**
 * A hub's data at a moment when everything can go wrong at once: an evaluation whose last consent is missing, so
 * that the next act signs, time-stamps, completes a report and has it sealed; invitations that are not written
 * yet; and a ledger whose next few entries fill a tile.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { copyOfPostgres, emptyPostgres, freshPlace } from '../databases/place.ts';
import { smallProject } from '../rehearsal/evaluation.ts';
import { RoomsHub } from '../rehearsal/rooms.ts';
import { SeatedPanel } from '../rehearsal/seated-panel.ts';
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
    const panel = await SeatedPanel.seat({ rooms, authority, project, experts });
    await panel.assemble();
    await panel.evaluate();
    await panel.sign();
    await panel.all(() => ({ kind: 'refuse-consent' }), experts.slice(0, 4));
    const { reportDigest } = await panel.viewOf('E5');
    const statement = panel.signed('E5', 'consent', { reportDigest, position: 'agree' });
    this.consent = { kind: 'consent', statement };
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
}
