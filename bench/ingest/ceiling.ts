/**
 * The most that one core of this machine could do with a signed sheet: what nobody can leave out, each part measured
 * by itself, and added up.
 */
import { createPublicKey, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import { BoothFrame } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import { Child } from '../children.ts';
import { framesOf } from '../frames.ts';
import type { BenchKey } from '../keys.ts';
import type { LoadResult } from './load.ts';
import type { SigningBooth } from './panels.ts';
import { openTables } from './tables.ts';

/** Microseconds a sheet. */
export type Ceiling = Record<'verify' | 'parse' | 'store' | 'echo' | 'sum', number>;

export interface CeilingParts {
  readonly key: BenchKey;
  readonly sheet: SigningBooth['acts'][number];
  readonly directory: string;
  /** File with the plain booths that send messages of that size to an echo. */
  readonly file: string;
  /** How long each part is measured, in milliseconds. */
  readonly milliseconds: number;
}

const GROUP = 100;

/** Measures the parts one after the other. `name` is of a database that is not there yet. */
export async function measureCeiling(parts: CeilingParts, name: string): Promise<Ceiling> {
  const verified = verifying(parts);
  const parsed = parsing(parts);
  const stored = storing(parts, join(parts.directory, name));
  const echoed = await echoing(parts.file);
  const sum = verified + parsed + stored + echoed;
  return { verify: verified, parse: parsed, store: stored, echo: echoed, sum };
}

function verifying({ key, sheet, milliseconds }: CeilingParts): number {
  const content = Buffer.from(sheet.sheet.content);
  const signature = sign('sha256', content, key.key);
  const parsed = createPublicKey(key.key);
  return microseconds(milliseconds, () => {
    if (!verify('sha256', content, parsed, signature)) throw new Error('not signed');
  });
}

function parsing({ sheet, milliseconds }: CeilingParts): number {
  const [text = ''] = framesOf([sheet], 1);
  return microseconds(milliseconds, () => void parse(BoothFrame, JSON.parse(text)));
}

function storing({ sheet, milliseconds }: CeilingParts, file: string): number {
  const tables = openTables(file);
  const { content, cms } = sheet.sheet;
  const leaf = Buffer.alloc(32);
  const group = microseconds(milliseconds, () =>
    tables.together(() => {
      for (let n = 0; n < GROUP; n++) {
        tables.insertSheet(content, cms);
        tables.insertLedger(leaf);
      }
    }),
  );
  tables.close();
  return group / GROUP;
}

/** Messages that a booth has sent back before those that count. */
const ECHOED_BEFORE = 10;

async function echoing(file: string): Promise<number> {
  const [server, load] = [new Child('ingest/plain-servers.ts'), new Child('ingest/load.ts')];
  try {
    const address = await server.ask<string>('echo');
    await load.ask<null>('open', { address, file, together: 1, before: ECHOED_BEFORE });
    const { perSecond } = await load.ask<LoadResult>('run');
    return 1e6 / perSecond;
  } finally {
    await Promise.all([server.end(), load.end()]);
  }
}

function microseconds(milliseconds: number, once: () => void): number {
  for (let n = 0; n < 10; n++) once();
  const began = performance.now();
  let times = 0;
  let taken: number;
  // Once at least: a busy machine may let this process wait longer than it is to measure.
  do {
    once();
    times++;
    taken = performance.now() - began;
  } while (taken < milliseconds);
  return (taken * 1000) / times;
}
