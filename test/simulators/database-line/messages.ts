/** Messages of PostgreSQL's protocol 3.0, cut out of a stream of bytes. */

/** Puts a stream together to whole messages. `greeting`: the first has a length and no type. */
export class Messages {
  #rest: Buffer = Buffer.alloc(0);
  #greeting: boolean;

  constructor({ greeting }: { readonly greeting: boolean }) {
    this.#greeting = greeting;
  }

  /** The messages that are whole with these bytes. */
  add(bytes: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const whole: Buffer[] = [];
    for (;;) {
      const type = this.#greeting ? 0 : 1;
      if (this.#rest.length < type + 4) return whole;
      const length = type + this.#rest.readUInt32BE(type);
      if (this.#rest.length < length) return whole;
      whole.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
      this.#greeting = false;
    }
  }
}

export function typeOf(message: Buffer): string {
  return String.fromCharCode(message[0] ?? 0);
}

/** The text of the statement that a hub's message asks for ("Query") or prepares ("Parse"); null for any other. */
export function statementIn(message: Buffer): string | null {
  const type = typeOf(message);
  if (type !== 'Q' && type !== 'P') return null;
  const [first = '', second = ''] = message.toString('utf8', 5).split('\0');
  return type === 'Q' ? first : second;
}

/** What a server says that ends in a PANIC with this SQLSTATE. */
export function errorMessage(code: string): Buffer {
  const fields = `SPANIC\0VPANIC\0C${code}\0Mplanted\0\0`;
  const head = Buffer.from('E....');
  head.writeUInt32BE(4 + Buffer.byteLength(fields), 1);
  return Buffer.concat([head, Buffer.from(fields)]);
}
