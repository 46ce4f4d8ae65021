/** USB keys that SoftHSM 2 stands in for: real PKCS#11, in a directory of its own; a key is pulled out by moving it. */
import { execFileSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pathOf } from '../../programs.ts';

const writer = fileURLToPath(new URL('soft-hsm-writer.ts', import.meta.url));

/** A private key and its certificate as they are put into a token; more than one where there is more to choose. */
export interface Pair {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
  /** The key wants its PIN anew for each signature. */
  readonly eachTime?: boolean;
}

export class SoftHsm {
  /** SoftHSM's own library. */
  readonly library = pathOf('SOFTHSM');
  readonly #directory: string;
  /** What the library is told by: to be set where it is loaded. */
  readonly environment: Readonly<Record<'SOFTHSM2_CONF', string>>;

  constructor() {
    this.#directory = mkdtempSync(join(tmpdir(), 'kawei-soft-hsm-'));
    mkdirSync(this.#tokens);
    mkdirSync(this.#pocket);
    const settings = join(this.#directory, 'softhsm2.conf');
    writeFileSync(settings, `directories.tokendir = ${this.#tokens}\nobjectstore.backend = file\n`);
    this.environment = { SOFTHSM2_CONF: settings };
  }

  /** Makes a token that holds these pairs; it is in the machine. */
  make(label: string, pin: string, ...pairs: readonly Pair[]): SoftHsmToken {
    const input = JSON.stringify({
      ...{ library: this.library, label, pin },
      pairs: pairs.map(({ key, certificate, eachTime = false }) => ({
        jwk: key.export({ format: 'jwk' }),
        certificate: Buffer.from(certificate).toString('base64'),
        eachTime,
      })),
    });
    // Made apart, so that its directory can be told from the others'.
    const made = join(this.#directory, `made-${label}`);
    const settings = `${made}.conf`;
    mkdirSync(made);
    writeFileSync(settings, `directories.tokendir = ${made}\nobjectstore.backend = file\n`);
    const environment = { ...process.env, SOFTHSM2_CONF: settings };
    const name = execFileSync(process.execPath, [writer], { input, env: environment, encoding: 'utf8' });
    renameSync(join(made, name), join(this.#tokens, name));
    return new SoftHsmToken(join(this.#tokens, name), join(this.#pocket, name));
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  get #tokens(): string {
    return join(this.#directory, 'tokens');
  }

  get #pocket(): string {
    return join(this.#directory, 'pocket');
  }
}

/** One key: in the machine or in somebody's pocket. */
export class SoftHsmToken {
  readonly #inside: string;
  readonly #outside: string;

  constructor(inside: string, outside: string) {
    this.#inside = inside;
    this.#outside = outside;
  }

  insert(): void {
    renameSync(this.#outside, this.#inside);
  }

  pullOut(): void {
    renameSync(this.#inside, this.#outside);
  }
}
