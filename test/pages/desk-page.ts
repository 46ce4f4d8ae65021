/** One desk in a real browser, with a hand that scans as fast as the page takes it. */
import type { CDPSession } from 'playwright-core';
import type { PoolExpert } from '#shared/pool/expert.ts';
import { Workstation } from './workstation.ts';

type Documents = Pick<PoolExpert, 'badge' | 'idNumber'>;

export class DeskPage extends Workstation {
  #keys: Promise<CDPSession> | null = null;

  /** Checks somebody in; milliseconds from the first key of the badge to their name in green. */
  async checkIn(person: Documents & Pick<PoolExpert, 'name'>): Promise<number> {
    const start = performance.now();
    await this.scan(person);
    await this.page.getByTestId('check-done').getByText(person.name, { exact: true }).waitFor();
    return performance.now() - start;
  }

  /** Scans somebody while the line is down; milliseconds until the page says that they are noted. */
  async note(person: Documents): Promise<number> {
    const start = performance.now();
    await this.scan(person);
    await this.page.getByTestId('check-noted').getByText(person.badge).waitFor();
    return performance.now() - start;
  }

  /** Scans somebody who cannot be checked in; the sentence they are shown. */
  async refuse(person: Documents): Promise<string> {
    await this.scan(person);
    const shown = this.page.getByTestId('check-refused');
    await shown.getByText(person.badge).waitFor();
    return (await shown.textContent()) ?? '';
  }

  drop(): Promise<void> {
    return this.context.setOffline(true);
  }

  /** The line comes back; milliseconds until nothing waits any more. */
  async restore(): Promise<number> {
    const start = performance.now();
    await this.context.setOffline(false);
    await this.page.getByTestId('scan-waiting').first().waitFor({ state: 'detached' });
    return performance.now() - start;
  }

  /** How many were refused afterwards. */
  refused(): Promise<number> {
    return this.page.getByTestId('scan-refused').count();
  }

  /** Types what the scanners read of badge and ID card, with the key that ends each. */
  async scan({ badge, idNumber }: Documents): Promise<void> {
    await this.page.locator('#badge:focus').waitFor();
    await this.#type(badge);
    await this.#type(idNumber);
  }

  /** As a scanner does: key after key, without a look at what the page makes of them. */
  async #type(line: string): Promise<void> {
    this.#keys ??= this.context.newCDPSession(this.page);
    const keys = await this.#keys;
    const strokes = [...[...line].map(strokeOf), ENTER].flatMap((key) => [
      { type: 'keyDown' as const, ...key },
      { type: 'keyUp' as const, ...key, text: '' },
    ]);
    await Promise.all(strokes.map((stroke) => keys.send('Input.dispatchKeyEvent', stroke)));
  }
}

const ENTER = { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 };

/** A key that a badge or an ID card can hold: a digit or a capital letter. */
function strokeOf(key: string) {
  const code = /\d/.test(key) ? `Digit${key}` : `Key${key}`;
  return { key, code, text: key, windowsVirtualKeyCode: key.charCodeAt(0) };
}
