/** What the demo tells the person who watches: numbered steps, in words, on standard error. */
export class Teller {
  readonly #steps: number;
  readonly #began = Date.now();
  #step = 0;

  constructor(steps: number) {
    this.#steps = steps;
  }

  /** The next step begins. */
  step(zh: string, en: string): void {
    this.#step += 1;
    const seconds = ((Date.now() - this.#began) / 1000).toFixed(0).padStart(3);
    this.#write(`\n[${this.#step}/${this.#steps}] ${seconds} s  ${zh}\n              ${en}`);
  }

  /** Something seen within the step. */
  note(zh: string, en = ''): void {
    this.#write(`              · ${zh}${en ? ` / ${en}` : ''}`);
  }

  line(text = ''): void {
    this.#write(text);
  }

  #write(text: string): void {
    process.stderr.write(`${text}\n`);
  }
}
