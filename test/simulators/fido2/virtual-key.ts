/** A FIDO2 key in software: CTAPHID and CTAP2 as a token speaks them, and what a hand or a defect does to it. */
import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { decode, encode } from 'cborg';
import { Assembly, BROADCAST, COMMAND, framesOf, type Message } from '#booth/devices/usb-key/fido2/frames.ts';

type Fields = ReadonlyMap<number, unknown>;
interface Credential {
  readonly id: Uint8Array;
  readonly party: string;
  readonly key: KeyObject;
  readonly user: unknown;
}

/** What the person does when the key blinks. */
export type Touch = 'given' | 'refused' | 'never';
/** What is wrong with what it sends. */
export type Garbage =
  | 'noise'
  | 'other-channel'
  | 'out-of-order'
  | 'no-cbor'
  | 'other-signature'
  | 'silence'
  | 'blinks-on';

const CHANNEL = 0x00c0ffee;
const TRIES = 8;
const KEEP_ALIVE_MILLISECONDS = 20;

export class VirtualKey {
  readonly #pin: string;
  readonly #credentials: Credential[] = [];
  readonly #agreement = createECDH('prime256v1');
  readonly #token = randomBytes(32);
  #assembly = new Map<number, Assembly>();
  #retries = TRIES;
  #counter = 0;
  #cancelled = false;
  touch: Touch = 'given';
  garbage: Garbage | null = null;
  /** Called when it blinks. */
  blinks: () => void = () => {};

  constructor(pin: string) {
    this.#pin = pin;
    this.#agreement.generateKeys();
  }

  /** Takes a report from the machine; `send` takes those for it. */
  receive(report: Uint8Array, send: (report: Uint8Array) => void): void {
    const channel = new DataView(report.buffer, report.byteOffset).getUint32(0);
    const assembly = this.#assembly.get(channel) ?? new Assembly(channel);
    this.#assembly.set(channel, assembly);
    const message = assembly.add(report);
    if (!message || this.garbage === 'silence') return;
    const answer = (one: Message) => {
      for (const frame of this.#spoiled(framesOf(channel, one))) send(frame);
    };
    if (message.command === COMMAND.cancel) this.#cancelled = true;
    else void this.#work(message, channel, answer);
  }

  async #work(
    { command, data }: Message,
    channel: number,
    answer: (message: Message) => void,
  ): Promise<void> {
    if (command === COMMAND.init && channel === BROADCAST) {
      const head = Buffer.alloc(9);
      head.writeUInt32BE(CHANNEL);
      head.set([2, 1, 0, 0, 0x0c], 4); // speaks CBOR, and no U2F
      answer({ command, data: Uint8Array.from([...data, ...head]) });
      return;
    }
    if (command !== COMMAND.cbor) return answer({ command: COMMAND.error, data: Uint8Array.of(1) });
    const blink = () => answer({ command: COMMAND.keepalive, data: Uint8Array.of(2) });
    const [what = 0, ...body] = data;
    const fields = body.length > 0 ? (decode(Uint8Array.from(body), { useMaps: true }) as Fields) : new Map();
    const result = await this.#command(what, fields, blink);
    const bytes =
      typeof result === 'number' ? Uint8Array.of(result) : Uint8Array.from([0, ...encode(result)]);
    answer({
      command: COMMAND.cbor,
      data: this.garbage === 'no-cbor' ? Uint8Array.of(0, 0xff, 0x1c) : bytes,
    });
  }

  async #command(what: number, fields: Fields, blink: () => void): Promise<Map<number, unknown> | number> {
    if (what === 0x04) return this.#info();
    if (what === 0x06) return this.#clientPin(fields);
    if (what === 0x02) return this.#assert(fields, blink);
    return what === 0x01 ? this.#make(fields, blink) : 0x01;
  }

  #info(): Map<number, unknown> {
    const options = new Map([
      ['rk', true],
      ['up', true],
      ['clientPin', true],
    ]);
    return new Map<number, unknown>([
      [1, ['FIDO_2_0']],
      [3, new Uint8Array(16)],
      [4, options],
      [5, 1200],
      [6, [1]],
    ]);
  }

  #clientPin(fields: Fields): Map<number, unknown> | number {
    const sub = fields.get(2);
    if (sub === 1) return new Map([[3, this.#retries]]);
    if (sub === 2) return new Map([[1, coseOf(this.#agreement.getPublicKey(), -25)]]);
    if (sub !== 5) return 0x3e;
    if (this.#retries === 0) return 0x32;
    const peer = fields.get(3) as Fields;
    const point = Buffer.concat([Buffer.of(4), peer.get(-2) as Uint8Array, peer.get(-3) as Uint8Array]);
    const shared = createHash('sha256').update(this.#agreement.computeSecret(point)).digest();
    const given = crypt(createDecipheriv, shared, fields.get(6) as Uint8Array);
    const right = createHash('sha256').update(this.#pin).digest().subarray(0, 16);
    if (!right.equals(given)) {
      this.#retries -= 1;
      this.#agreement.generateKeys();
      return this.#retries === 0 ? 0x32 : 0x31;
    }
    this.#retries = TRIES;
    return new Map([[2, crypt(createCipheriv, shared, this.#token)]]);
  }

  async #make(fields: Fields, blink: () => void): Promise<Map<number, unknown> | number> {
    if (!this.#proved(fields.get(8), fields.get(1))) return 0x33;
    const refusal = await this.#touched(blink);
    if (refusal) return refusal;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const party = (fields.get(2) as ReadonlyMap<string, string>).get('id') ?? '';
    const credential = { id: new Uint8Array(randomBytes(32)), party, key: privateKey, user: fields.get(3) };
    this.#credentials.push(credential);
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const attested = Buffer.concat([
      Buffer.alloc(16),
      Buffer.of(0, 32),
      credential.id,
      encode(coseOf(point, -7)),
    ]);
    const data = Uint8Array.from([...this.#head(party, 0x45), ...attested]);
    const signature = sign('sha256', Buffer.concat([data, fields.get(1) as Uint8Array]), privateKey);
    const statement = new Map<string, unknown>([
      ['alg', -7],
      ['sig', new Uint8Array(signature)],
    ]);
    return new Map<number, unknown>([
      [1, 'packed'],
      [2, data],
      [3, statement],
    ]);
  }

  async #assert(fields: Fields, blink: () => void): Promise<Map<number, unknown> | number> {
    const allowed = fields.get(3) as readonly ReadonlyMap<string, Uint8Array>[] | undefined;
    const credential = this.#credentials.find(
      ({ id, party }) =>
        party === fields.get(1) &&
        (!allowed || allowed.some((one) => Buffer.compare(one.get('id') ?? Buffer.of(), id) === 0)),
    );
    const hash = fields.get(2) as Uint8Array;
    const proved = fields.has(6);
    if (proved && !this.#proved(fields.get(6), hash)) return 0x33;
    const options = fields.get(5) as ReadonlyMap<string, boolean> | undefined;
    const present = options?.get('up') ?? true;
    const refusal = present ? await this.#touched(blink) : null;
    if (refusal) return refusal;
    if (!credential) return 0x2e;
    const data = this.#head(credential.party, (present ? 1 : 0) | (proved ? 4 : 0));
    const signature = new Uint8Array(sign('sha256', Buffer.concat([data, hash]), credential.key));
    if (this.garbage === 'other-signature') signature[12] = (signature[12] ?? 0) ^ 1;
    const named = new Map<string, unknown>([
      ['id', credential.id],
      ['type', 'public-key'],
    ]);
    return new Map<number, unknown>([
      [1, named],
      [2, data],
      [3, signature],
      ...(allowed ? [] : ([[4, credential.user]] as const)),
    ]);
  }

  /** Blinks until the person does what they do; null when they have touched it. */
  async #touched(blink: () => void): Promise<number | null> {
    this.#cancelled = false;
    this.blinks();
    for (let n = 0; n < 2 || this.touch === 'never'; n++) {
      if (this.#cancelled && this.garbage !== 'blinks-on') return 0x2d;
      blink();
      await new Promise((resolve) => setTimeout(resolve, KEEP_ALIVE_MILLISECONDS));
    }
    return this.touch === 'refused' ? 0x27 : null;
  }

  #proved(parameter: unknown, hash: unknown): boolean {
    const right = createHmac('sha256', this.#token)
      .update(hash as Uint8Array)
      .digest()
      .subarray(0, 16);
    return parameter instanceof Uint8Array && right.equals(parameter);
  }

  #head(party: string, flags: number): Uint8Array {
    this.#counter += 1;
    const tail = Buffer.alloc(5);
    tail[0] = flags;
    tail.writeUInt32BE(this.#counter, 1);
    return Uint8Array.from([...createHash('sha256').update(party).digest(), ...tail]);
  }

  #spoiled(frames: Uint8Array[]): Uint8Array[] {
    const [first] = frames;
    if (!first) return frames;
    if (this.garbage === 'noise') return [new Uint8Array(randomBytes(3)), ...frames];
    if (this.garbage === 'out-of-order') return [first, ...frames.slice(1).reverse(), first];
    if (this.garbage === 'other-channel') {
      const other = first.slice();
      other[0] = 0x77;
      return [other, ...frames];
    }
    return frames;
  }
}

function crypt(
  how: typeof createCipheriv | typeof createDecipheriv,
  key: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  const cipher = how('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final()]));
}

function coseOf(point: Uint8Array, algorithm: number): Map<number, unknown> {
  return new Map<number, unknown>([
    [1, 2],
    [3, algorithm],
    [-1, 1],
    [-2, new Uint8Array(point.subarray(1, 33))],
    [-3, new Uint8Array(point.subarray(33))],
  ]);
}
