/** A booth killed at every step between the person's hand and the hub, and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { Act } from '#shared/protocol/booth-frames.ts';
import { SimulatedPage } from '../simulators/booth-page/page.ts';
import { HubLine } from '../simulators/hub-line/hub-line.ts';
import { expertAt, sessionView } from '../simulators/hub-line/views.ts';
import { Child } from './child.ts';
import { boothSteps } from './steps.ts';

const program = fileURLToPath(new URL('../simulators/hub-line/lonely-booth.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'kawei-kill-booth-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const texts = ['一', '二', '三', '四'];
/** `welcome-kept` and the first view come before the person can do anything; of the others the second time. */
const timeOf = (step: string) => (/welcome|view/.test(step) ? 1 : 2);
const textOf = (act: Act) => (act.kind === 'say' ? act.text : act.kind);

async function booth(
  hub: HubLine,
  data: string,
  at?: string,
): Promise<{ child: Child; page: SimulatedPage | null }> {
  const child = new Child([program, hub.address, data], { side: 'booth', ...(at ? { at } : {}) }, {});
  const address = await child.address();
  try {
    return { child, page: address === null ? null : await SimulatedPage.open(address) };
  } catch {
    return { child, page: null }; // killed before its page was there
  }
}

/** Says each text; gives those that the person was told are taken. */
async function sayAll(page: SimulatedPage): Promise<string[]> {
  const taken: string[] = [];
  try {
    await page.until(({ line, session }) => line === 'online' && session !== null);
    for (const text of texts) {
      if ((await page.act({ kind: 'say', text })) === null) taken.push(text);
      // Said fast enough, all would go in one frame with one answer, and no step of a second would be passed.
      if (text === texts[0]) await page.until(({ pending }) => pending === 0);
    }
  } catch {
    // The booth is gone; what was answered stands.
  }
  return taken;
}

describe.concurrent('a booth', () => {
  test.each(boothSteps)(
    'killed at %s: what the person was told is stored comes to the hub, once',
    async (step) => {
      const data = join(directory, step);
      const hub = new HubLine(sessionView(expertAt('done')));
      await hub.open();
      const first = await booth(hub, data, `${step} ${timeOf(step)} kill`);
      const taken = first.page ? await sayAll(first.page) : [];
      expect(await first.child.ended(), first.child.said).toBe('SIGKILL');
      const kept = first.child.steps.get('outbox.stored') ?? 0;
      const second = await booth(hub, data);
      await second.page?.until(
        ({ line, pending, session }) => line === 'online' && pending === 0 && session !== null,
      );
      const said = hub.stored.map(({ act }) => textOf(act));
      for (const text of taken) expect(said).toContain(text);
      expect(said.length).toBeGreaterThanOrEqual(kept);
      expect(said).toEqual(texts.slice(0, said.length));
      expect(hub.stored.map(({ n }) => n)).toEqual(said.map((_, place) => place + 1));
      await second.child.kill();
      await hub.end();
    },
  );
});
