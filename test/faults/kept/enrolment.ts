import { join } from 'node:path';
import { enrol } from '#booth/identity/enrol.ts';
import { readIdentity } from '#booth/identity/file.ts';
import { terminal } from '#test/rehearsal/terminal.ts';
import { halfWritten } from './half-written.ts';
import type { KeptPlace } from './place.ts';

/** A terminal's first key and certificate, from a real hub. */
export const place: KeptPlace = {
  async work(directory, told, { hub = '', code = '' }) {
    told(await enrol({ hub, code, data: join(directory, 'booth'), fingerprint: terminal }));
  },
  async faults(directory, told, setting) {
    const again: string[] = [];
    // A code serves one key: a second try can only come through with the first one's.
    if (told.length === 0) await this.work(directory, (booth) => again.push(booth), setting);
    const { booth } = readIdentity(join(directory, 'booth'), setting.hub ?? '');
    const found = [...told, ...again].filter((one) => one !== booth);
    return [...found, ...halfWritten(directory)];
  },
};
