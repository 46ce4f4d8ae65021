import { join } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import { witnessRequestText } from '#shared/ledger/witness-request.ts';
import { startWitness } from '#witness/witness.ts';
import type { KeptPlace, Setting } from './place.ts';

/** A witness's key, and the head it has cosigned. */
export const place: KeptPlace = {
  async work(directory, told, setting) {
    await witnessing(directory, setting, async ({ verifierKey, offer }) => {
      told(verifierKey);
      const { status } = await offer(0, setting.checkpoint);
      if (status === 200) told('cosigned');
    });
  },
  async faults(directory, told, setting) {
    const found: string[] = [];
    await witnessing(directory, setting, async ({ verifierKey, offer, shown }) => {
      if (told.length > 0 && told[0] !== verifierKey) found.push('another key');
      const wasCosigned = told.includes('cosigned');
      if (wasCosigned && !(await shown()).startsWith(setting.checkpoint ?? '')) found.push('not shown');
      if (wasCosigned && (await offer(0, setting.other)).status === 200) found.push('cosigned a fork');
      const again = await offer(0, setting.checkpoint);
      const settled = again.status === 409 ? await offer(Number(again.text), setting.checkpoint) : again;
      if (settled.status !== 200) found.push(`not cosigned again: ${settled.status}`);
      if ((await offer(1, setting.other)).status === 200) found.push('cosigned a fork after all');
    });
    return found;
  },
};

interface Door {
  readonly verifierKey: string;
  offer(oldSize: number, checkpoint: string | undefined): Promise<{ status: number; text: string }>;
  /** The last checkpoint that it has cosigned. */
  shown(): Promise<string>;
}

async function witnessing(
  directory: string,
  { log = '', origin = '' }: Setting,
  work: (door: Door) => Promise<void>,
): Promise<void> {
  const settings = { host: '127.0.0.1', port: 0, data: join(directory, 'witness'), name: 'kept.invalid/w' };
  const running = await startWitness({ settings, logs: [log], warn: () => {} });
  try {
    await work({
      verifierKey: running.verifierKey,
      offer: async (oldSize, checkpoint = '') => {
        const body = witnessRequestText({ oldSize, proof: [], checkpoint });
        const answer = await fetch(`${running.address}/add-checkpoint`, { method: 'POST', body });
        return { status: answer.status, text: await answer.text() };
      },
      shown: async () => (await fetch(`${running.address}/${sha256Hex(origin)}/checkpoint`)).text(),
    });
  } finally {
    await running.close();
  }
}
