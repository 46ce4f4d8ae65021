import { beforeEach, describe, expect, it } from 'vitest';
import { refusalText } from '#shared/catalogue/refusal.ts';
import type { RefusalCode } from '#shared/catalogue/refusals/index.ts';
import { isCountersignature } from '#shared/draw/countersignature.ts';
import { commitmentOf } from '#shared/draw/seed.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { SiteSigner } from '#test/demo/countersigning.ts';
import { RefusedError, type send } from '../shell/api.ts';
import type { SigningKey } from '../site-keys/signing-key.ts';
import { nextStep, type OwnPart, takePart, type Vault } from './ceremony.ts';

const site = 'HF';
const drawId = 'P-1#1';
const inputDigest = '5f'.repeat(32);

/** A hub of one draw with two sites, of which the other has committed already. */
class FakeHub {
  commitment: string | null = null;
  reveals: { nonce: string; salt: string }[] = [];
  countersignatures: { key: string; signature: string }[] = [];
  asked: string[] = [];
  /** Takes the next request and loses its answer. */
  losesAnswer = false;

  view(given: Partial<DrawView> = {}): DrawView {
    const committed = this.commitment !== null;
    return {
      ...{ drawId, inputDigest, kind: 'panel', title: '', commitmentRoot: null, deadline: '', beacon: null },
      ...{ seed: null, openedAt: '', completedAt: null },
      ...{ named: null, readings: [], readingsVoidedAt: null },
      phase: committed ? 'revealing' : 'committing',
      parties: [
        { party: site, countersigned: true, committed, revealed: this.reveals.length > 0, withheld: null },
        { party: 'WH', countersigned: true, committed: true, revealed: false, withheld: null },
      ],
      ...given,
    };
  }

  readonly send = (async (_method: string, path: string, body: unknown) => {
    this.asked.push(path);
    if (path.endsWith('/countersign')) {
      if (this.countersignatures.length > 0) throw refused('DRAW_COUNTERSIGNED');
      this.countersignatures.push(body as { key: string; signature: string });
    } else if (path.endsWith('/commit')) {
      if (this.commitment !== null) throw refused('DRAW_COMMITTED');
      this.commitment = (body as { commitment: string }).commitment;
    } else {
      const { nonce, salt } = body as { nonce: string; salt: string };
      if (commitmentOf(drawId, inputDigest, { party: site, nonce, salt }) !== this.commitment) {
        throw refused('DRAW_REVEAL_WRONG');
      }
      this.reveals.push({ nonce, salt });
    }
    if (!this.losesAnswer) return;
    this.losesAnswer = false;
    throw new RefusedError({ code: 'UNREACHABLE', message: { zh: '', en: '' }, faults: [] });
  }) as typeof send;
}

function refused(code: RefusalCode): RefusedError {
  return new RefusedError({ code, message: refusalText(code), faults: [] });
}

class FakeVault implements Vault {
  readonly parts = new Map<string, OwnPart>();
  load = (id: string) => this.parts.get(id) ?? null;
  save = (part: OwnPart) => void this.parts.set(part.drawId, part);
  forget = (id: string) => void this.parts.delete(id);
}

let hub: FakeHub;
let vault: FakeVault;
beforeEach(() => {
  hub = new FakeHub();
  vault = new FakeVault();
});

const take = (view: DrawView, into: Vault = vault, signer: SigningKey | null = null) =>
  takePart(view, { site, vault: into, tell: hub.send, signer });
const held = (hasKey = false) => ({ part: vault.load(drawId), hasKey });

describe('the part of a site in a draw', () => {
  it('countersigns the frozen input before anything else, with the key of the workstation', async () => {
    const signer = new SiteSigner(site);
    const own: SigningKey = {
      site,
      key: signer.key,
      sealed: true,
      sign: async (message) => signer.sign(message),
    };
    const parties = hub.view().parties.map((party) => ({ ...party, countersigned: false, committed: false }));
    const view = hub.view({ phase: 'countersigning', parties });
    expect(nextStep(view, site, held())).toBe('keyless');
    expect(nextStep(view, site, held(true))).toBe('countersign');
    await take(view, vault, own);
    await take(view, vault, own);
    const [given] = hub.countersignatures;
    expect(hub.countersignatures).toHaveLength(1);
    expect(isCountersignature(drawId, inputDigest, { site, key: '', signature: '', ...given })).toBe(true);
    const [first, ...others] = parties;
    const after = [{ ...(first as (typeof parties)[number]), countersigned: true }, ...others];
    expect(nextStep({ ...view, parties: after }, site, held(true))).toBe('wait');
    expect(vault.parts.size).toBe(0);
  });

  it('is committed, then revealed, then forgotten', async () => {
    await take(hub.view());
    await take(hub.view());
    expect(hub.reveals).toHaveLength(1);
    await take(hub.view({ phase: 'completed' }));
    expect(vault.parts.size).toBe(0);
  });

  it('uses a new nonce for every draw', async () => {
    await take(hub.view());
    const { nonce, salt } = vault.load(drawId) as OwnPart;
    expect(new Set([nonce, salt]).size).toBe(2);
    hub.commitment = null;
    await take(hub.view({ drawId: 'P-2#1' }));
    expect(vault.load('P-2#1')?.nonce).not.toBe(nonce);
  });

  it('reveals a commitment whose answer was lost', async () => {
    hub.losesAnswer = true;
    await expect(take(hub.view())).rejects.toThrow(RefusedError);
    await take(hub.view());
    expect(hub.reveals).toHaveLength(1);
  });

  it('keeps its nonce when the view is older than the hub', async () => {
    const old = hub.view();
    await take(old);
    const kept = vault.load(drawId);
    await take(old);
    expect(vault.load(drawId)).toEqual(kept);
    await take(hub.view());
    expect(hub.reveals).toHaveLength(1);
  });

  it('survives two pages of one browser that begin at once', async () => {
    const view = hub.view();
    await Promise.all([take(view), take(view)]);
    await take(hub.view());
    expect(hub.reveals).toHaveLength(1);
  });

  it('reveals nothing where another workstation was faster, for that would be recorded as withheld', async () => {
    const other = new FakeVault();
    const view = hub.view();
    await take(view, other);
    await take(view);
    expect(nextStep(view, site, held())).toBe('elsewhere');
    await take(hub.view());
    expect(hub.reveals).toHaveLength(0);
    await take(hub.view(), other);
    expect(hub.reveals).toHaveLength(1);
  });

  it('does not repeat a reveal that the hub holds to be wrong', async () => {
    await take(hub.view());
    vault.save({ ...(vault.load(drawId) as OwnPart), nonce: '00'.repeat(32) });
    await expect(take(hub.view())).rejects.toThrow(RefusedError);
    expect(nextStep(hub.view(), site, held())).toBe('wait');
  });

  it('never uses a part for another input', async () => {
    await take(hub.view());
    const stale = vault.load(drawId) as OwnPart;
    expect(nextStep(hub.view({ inputDigest: '00'.repeat(32) }), site, { part: stale, hasKey: true })).toBe(
      'elsewhere',
    );
  });

  it('has nothing to do in a draw of others', () => {
    expect(nextStep(hub.view({ parties: [] }), site, held())).toBe('over');
  });
});
