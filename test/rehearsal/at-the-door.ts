/** Small things that tests of the hub's doors share: a project for sites of one's choice, refusals by their code. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { commitmentOf } from '#shared/draw/seed.ts';
import type { Project } from '#shared/projects/project.ts';
import type { AlertView, DrawView } from '#shared/protocol/views.ts';
import type { SiteSigner } from '../demo/countersigning.ts';
import type { Desk } from '../demo/desk.ts';
import { Refused, type Staff } from '../demo/staff.ts';
import type { Centre } from './centre.ts';
import { smallProject } from './evaluation.ts';
import { ledgerFaults, tableFaults } from './ledger-audit.ts';

/** A project whose panel of five comes from these sites, two or three from each where there are two. */
export function projectAt(id: string, sites: readonly string[], more: Partial<Project> = {}): Project {
  const project = smallProject();
  const least = sites.length === 1 ? 5 : 2;
  const panel = {
    ...project.panel,
    sites: sites.map((site) => ({ id: site, min: least, max: sites.length === 1 ? 5 : 3 })),
  };
  return { ...project, id, title: `${id} 项目`, panel, ...more };
}

/** The code something is refused with; `done` when it is not. */
export async function codeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.refusal.message.zh).toMatch(/\p{Script=Han}/u);
    return error.refusal.code;
  }
}

/** One site's part in one draw, step by step: it can also do what its desk's page never would. */
export class Part {
  readonly site: string;
  readonly #staff: Staff;
  readonly #signer: SiteSigner;
  readonly #path: string;
  readonly #own: { party: string; nonce: string; salt: string };
  readonly #drawId: string;

  constructor({ staff, site, signer }: Desk, drawId: string) {
    this.site = site;
    this.#staff = staff;
    this.#signer = signer;
    this.#drawId = drawId;
    this.#path = `/api/draws/${encodeURIComponent(drawId)}`;
    this.#own = {
      party: site,
      nonce: randomBytes(32).toString('hex'),
      salt: randomBytes(32).toString('hex'),
    };
  }

  /** The draw as this site's desk sees it. */
  async view(): Promise<DrawView | undefined> {
    return (await this.#staff.get<DrawView[]>('/api/draws')).find(({ drawId }) => drawId === this.#drawId);
  }

  /** Countersigns with the key of this site's desk, or what is given. */
  async countersign(
    inputDigest: string,
    change: { drawId?: string; signer?: SiteSigner } = {},
  ): Promise<string> {
    const { drawId = this.#drawId, signer = this.#signer } = change;
    const body = signer.countersignature({ drawId, inputDigest });
    return codeOf(this.#staff.send('POST', `${this.#path}/countersign`, body));
  }

  async commit(inputDigest: string): Promise<string> {
    const commitment = commitmentOf(this.#drawId, inputDigest, this.#own);
    return codeOf(this.#staff.send('POST', `${this.#path}/commit`, { commitment }));
  }

  async reveal(change: { nonce?: string; salt?: string } = {}): Promise<string> {
    const { nonce, salt } = this.#own;
    return codeOf(this.#staff.send('POST', `${this.#path}/reveal`, { nonce, salt, ...change }));
  }
}

export async function partOf(centre: Centre, site: string, drawId: string): Promise<Part> {
  return new Part(await centre.desk(site), drawId);
}

export async function alertsOf(centre: Centre, code: string): Promise<AlertView[]> {
  const all = await (await centre.as('supervisor')).get<AlertView[]>('/api/alerts');
  return all.filter((alert) => alert.code === code);
}

/** How many entries the ledger has. */
export async function entriesOf(centre: Centre): Promise<number> {
  const [newest] = await (await centre.as('auditadmin')).get<{ seq: number }[]>('/api/record?limit=1');
  return (newest?.seq ?? -1) + 1;
}

/**
 * After all that was done: the ledger holds, and the read tables are what it makes. What the hub does by itself meanwhile,
 * such as inviting, is let come to its end: what was read while it wrote is read again.
 */
export async function expectSound(centre: Centre): Promise<void> {
  const { spine, store } = centre.running.hub;
  for (;;) {
    await spine.idle();
    const { size } = spine;
    const faults = [...(await ledgerFaults(store)), ...(await tableFaults(store))];
    if (spine.size !== size) continue;
    expect(faults).toEqual([]);
    return;
  }
}
