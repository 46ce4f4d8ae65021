/** USB keys behind a vendor's PKCS#11 library, which runs in a process of its own: see ./process.ts. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { KeyAnswer, KeyNow, KeyPort } from '../../ports.ts';
import { Told } from '../told.ts';
import type { LibraryMessage, SignRequest } from './messages.ts';

export interface Pkcs11Parts {
  /** Path of the library. */
  readonly module: string;
  /** Takes a line for who runs this machine. */
  readonly log: (line: string) => void;
  readonly patience?: Patience;
  /** Where this program is not Node itself. */
  readonly process?: KeyProcess;
}

/** What runs the library: a Node, and ./process.ts as it lies there. */
export interface KeyProcess {
  readonly node: string;
  readonly program: string;
}

/** In milliseconds: how long the library may be silent while it only looks, and while it signs. */
export interface Patience {
  /** Until its first word. */
  readonly opening: number;
  readonly looking: number;
  /** Some keys wait for a button to be pressed. */
  readonly signing: number;
  /** Before it is started again after an end that nobody asked for. */
  readonly again: number;
}

const PATIENCE: Patience = { opening: 30_000, looking: 5000, signing: 60_000, again: 1000 };

const own: KeyProcess = {
  node: process.execPath,
  program: fileURLToPath(new URL('process.ts', import.meta.url)),
};

/** Opens the library and waits for its first word. Refuses PKCS11_UNUSABLE where it cannot be loaded. */
export async function openPkcs11Key(parts: Pkcs11Parts): Promise<Pkcs11Key> {
  const key = new Pkcs11Key(parts);
  try {
    await key.opened;
    return key;
  } catch (error) {
    await key.close();
    throw error;
  }
}

export class Pkcs11Key implements KeyPort {
  readonly #parts: Pkcs11Parts;
  readonly #patience: Patience;
  readonly #told = new Told();
  readonly #open = new Map<number, (answer: KeyAnswer) => void>();
  #child: ChildProcess | null = null;
  #asked = 0;
  #silence: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #closed = false;
  #hung = false;
  #heard = false;
  #settleOpened: { resolve(): void; reject(error: unknown): void } | null = null;
  /** Settles with the library's first word. */
  readonly opened: Promise<void>;

  constructor(parts: Pkcs11Parts) {
    this.#parts = parts;
    this.#patience = parts.patience ?? PATIENCE;
    this.opened = new Promise((resolve, reject) => {
      this.#settleOpened = { resolve, reject };
    });
    this.#start();
  }

  watch(tell: (key: KeyNow) => void): () => void {
    return this.#told.watch(tell);
  }

  sign(bytes: Uint8Array, pin: string): Promise<KeyAnswer> {
    const child = this.#child;
    if (!child?.connected) return Promise.resolve({ kind: 'absent' });
    const id = this.#asked++;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      this.#expect();
      child.send({ id, bytes, pin } satisfies SignRequest);
    });
  }

  /** Whether the library is loaded and answers. */
  get working(): boolean {
    return this.#heard && this.#child?.connected === true;
  }

  /** Ends the process, whatever it is doing. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#silence);
    clearTimeout(this.#again);
    const child = this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  #start(): void {
    const { node, program } = this.#parts.process ?? own;
    const child = fork(program, [this.#parts.module], {
      execPath: node,
      execArgv: [],
      serialization: 'advanced',
      // What the library prints is for who runs this machine.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#child = child;
    child.on('message', (message: LibraryMessage) => this.#hear(message));
    this.#hung = false;
    this.#heard = false;
    child.once('exit', (code, signal) => this.#ended(this.#hung ? 'no answer' : (signal ?? `exit ${code}`)));
    child.on('error', () => {}); // an end follows, or has been
    this.#expect();
  }

  #hear(message: LibraryMessage): void {
    if (this.#closed) return;
    this.#heard = true;
    if (message.kind === 'unusable') {
      this.#refuse(message.detail);
    } else if (message.kind === 'answer') {
      this.#open.get(message.id)?.(message.answer);
      this.#open.delete(message.id);
    } else {
      this.#settleOpened?.resolve();
      this.#settleOpened = null;
      this.#told.tell(message.key);
    }
    this.#expect();
  }

  /** From now on the library is silent; too long, and it hangs. */
  #expect(): void {
    clearTimeout(this.#silence);
    const { opening, looking, signing } = this.#patience;
    const watching = this.#heard ? looking : opening;
    const patience = this.#open.size > 0 ? signing : watching;
    this.#silence = setTimeout(() => {
      this.#hung = true;
      this.#child?.kill('SIGKILL');
    }, patience);
  }

  #ended(how: string): void {
    clearTimeout(this.#silence);
    this.#child = null;
    for (const settle of this.#open.values()) settle({ kind: 'failed', detail: `PKCS#11: ${how}` });
    this.#open.clear();
    if (this.#closed) return;
    this.#refuse(how);
    this.#told.tell({ state: 'absent' });
    this.#again = setTimeout(() => this.#start(), this.#patience.again);
  }

  #refuse(detail: string): void {
    const refusal = new Refusal('PKCS11_UNUSABLE', { file: this.#parts.module, detail });
    if (this.#settleOpened) this.#settleOpened.reject(refusal);
    else this.#parts.log(`${refusal.code}: ${refusal.message}`);
    this.#settleOpened = null;
  }
}
