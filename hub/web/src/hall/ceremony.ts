/**
 * The desk's part in a draw: the frozen input countersigned with this workstation's key; then its own nonce and salt, committed before anyone reveals and revealed when all have
 * committed (docs/draw.md, part 1). They are made in this browser, kept in it, and shown to nobody before the reveal.
 */
import { hexOf } from '#shared/canonical/index.ts';
import { isUnderWay } from '#shared/draw/phase.ts';
import { commitmentOf, type Reveal } from '#shared/draw/seed.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { RefusedError, type send } from '../shell/api.ts';
import { countersignatureOf, type SigningKey } from '../site-keys/signing-key.ts';

/** What the desk holds for one draw. `sent`: the hub's answer to the commitment never came. */
export interface OwnPart extends Reveal {
  readonly drawId: string;
  readonly inputDigest: string;
  readonly commitment: string;
  readonly state: 'made' | 'sent' | 'accepted' | 'elsewhere' | 'revealed' | 'refused';
}

/** Where the parts lie: this browser's local storage, so that a reload loses nothing. */
export interface Vault {
  load(drawId: string): OwnPart | null;
  save(part: OwnPart): void;
  forget(drawId: string): void;
}

/**
 * What the desk does next in a draw. `keyless`: this workstation has no key to countersign with; `elsewhere`: the part
 * of this site was given at another workstation.
 */
export type CeremonyStep =
  | 'countersign'
  | 'keyless'
  | 'commit'
  | 'reveal'
  | 'wait'
  | 'elsewhere'
  | 'withheld'
  | 'over';

const PREFIX = 'kawei.draw.';

export function vaultIn(storage: Storage): Vault {
  return {
    load(drawId) {
      const text = storage.getItem(PREFIX + drawId);
      return text === null ? null : (JSON.parse(text) as OwnPart);
    },
    save: (part) => storage.setItem(PREFIX + part.drawId, JSON.stringify(part)),
    forget: (drawId) => storage.removeItem(PREFIX + drawId),
  };
}

/** What this browser holds for a draw: its part, and whether it has a key that the hub knows. */
export interface Held {
  readonly part: OwnPart | null;
  readonly hasKey: boolean;
}

/** What is to be done now, from what the hub shows and what this browser holds. */
export function nextStep(draw: DrawView, site: string, { part, hasKey }: Held): CeremonyStep {
  const own = draw.parties.find((entry) => entry.party === site);
  if (!own || !isUnderWay(draw.phase)) return 'over';
  if (own.withheld !== null) return 'withheld';
  if (draw.phase === 'countersigning') {
    if (own.countersigned) return 'wait';
    return hasKey ? 'countersign' : 'keyless';
  }
  if (!own.committed) {
    // Another workstation was faster, and this view is older than the hub's word on it.
    if (isOf(part, draw) && part.state === 'elsewhere') return 'elsewhere';
    return draw.phase === 'committing' ? 'commit' : 'wait';
  }
  if (own.revealed) return 'wait';
  // A part whose commitment the hub does not hold must never be revealed: it would be recorded as withheld.
  if (!isOf(part, draw) || part.state === 'elsewhere' || part.state === 'made') return 'elsewhere';
  return draw.phase === 'revealing' && part.state !== 'refused' ? 'reveal' : 'wait';
}

/** A site's desk in this browser: what it keeps, how it asks the hub, and the key it countersigns with, if any. */
export interface DeskHere {
  readonly site: string;
  readonly vault: Vault;
  readonly tell: typeof send;
  readonly signer: SigningKey | null;
}

/**
 * Does the next step of a draw, one page of this browser at a time. Throws RefusedError when the hub refuses or
 * cannot be reached; the part is safe by then, and the step may be tried again.
 */
export async function takePart(draw: DrawView, desk: DeskHere): Promise<void> {
  const act = () => doStep(draw, desk);
  // Locks are missing on a plain-http address other than loopback; the parts then guard themselves (see commit).
  if (navigator.locks) await navigator.locks.request(PREFIX + draw.drawId, act);
  else await act();
}

async function doStep(draw: DrawView, { site, vault, tell, signer }: DeskHere): Promise<void> {
  const part = vault.load(draw.drawId);
  const step = nextStep(draw, site, { part, hasKey: signer !== null });
  if (step === 'countersign' && signer) await countersign(draw, signer, tell);
  else if (step === 'commit') await commit(draw, partFor(draw, site, part), vault, tell);
  else if (step === 'reveal' && part) await reveal(draw, part, vault, tell);
  else if (step === 'over' && part) vault.forget(draw.drawId);
}

async function countersign(draw: DrawView, signer: SigningKey, tell: typeof send): Promise<void> {
  try {
    await tell('POST', addressOf(draw, 'countersign'), await countersignatureOf(signer, draw));
  } catch (error) {
    // Another workstation of this site was faster, or the answer to the first try was lost.
    if (!(error instanceof RefusedError) || error.code !== 'DRAW_COUNTERSIGNED') throw error;
  }
}

async function commit(draw: DrawView, part: OwnPart, vault: Vault, tell: typeof send): Promise<void> {
  const mayBeThere = part.state === 'sent' || part.state === 'accepted';
  // Kept before it is sent: a commitment whose nonce is lost would block every party.
  vault.save({ ...part, state: 'sent' });
  try {
    await tell('POST', addressOf(draw, 'commit'), { commitment: part.commitment });
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code === 'UNREACHABLE') throw error;
    // Another page of this browser may have put the part that the hub holds in the place of this one.
    const own = vault.load(draw.drawId)?.commitment === part.commitment;
    if (error.code !== 'DRAW_COMMITTED') {
      if (own) vault.save(part);
      throw error;
    }
    if (own) vault.save({ ...part, state: mayBeThere ? 'accepted' : 'elsewhere' });
    return;
  }
  vault.save({ ...part, state: 'accepted' });
}

async function reveal(draw: DrawView, part: OwnPart, vault: Vault, tell: typeof send): Promise<void> {
  const { nonce, salt } = part;
  try {
    await tell('POST', addressOf(draw, 'reveal'), { nonce, salt });
  } catch (error) {
    if (!(error instanceof RefusedError) || error.code !== 'DRAW_REVEALED') {
      const wrong = error instanceof RefusedError && error.code === 'DRAW_REVEAL_WRONG';
      if (wrong) vault.save({ ...part, state: 'refused' });
      throw error;
    }
  }
  vault.save({ ...part, state: 'revealed' });
}

/** The part already made for this very draw, or a new one. A nonce that was once revealed is never used again. */
function partFor(draw: DrawView, site: string, part: OwnPart | null): OwnPart {
  const usable = part?.state === 'made' || part?.state === 'sent' || part?.state === 'accepted';
  if (isOf(part, draw) && part.party === site && usable) return part;
  const { drawId, inputDigest } = draw;
  const own: Reveal = { party: site, nonce: random32(), salt: random32() };
  return { ...own, drawId, inputDigest, commitment: commitmentOf(drawId, inputDigest, own), state: 'made' };
}

function isOf(part: OwnPart | null, draw: DrawView): part is OwnPart {
  return part !== null && part.inputDigest === draw.inputDigest;
}

function random32(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(32)));
}

function addressOf({ drawId }: DrawView, act: 'countersign' | 'commit' | 'reveal'): string {
  return `/api/draws/${encodeURIComponent(drawId)}/${act}`;
}
