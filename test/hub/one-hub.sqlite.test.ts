/** A file is one hub's. (PostgreSQL takes several: test/databases.) */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startHub } from '#hub/hub.ts';
import { hubActor, plan } from '#hub/ledger/command.ts';
import { readSettings } from '#hub/settings.ts';
import { createSite } from '#hub/venues/decide.ts';

it('a second hub on the same file is refused, and the first goes on', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'kawei-one-hub-'));
  const settings = readSettings({ KAWEI_PORT: '0', KAWEI_DATA: directory });
  const first = await startHub(settings);
  await expect(startHub(settings)).rejects.toMatchObject({ code: 'STORE_IN_USE' });
  await first.hub.spine.do(plan(createSite, { id: 'S1', name: '主场', city: '江州市' }), hubActor);
  await first.close();
  rmSync(directory, { recursive: true, force: true });
});
