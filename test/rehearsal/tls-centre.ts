/** A centre to which booths come by mutual TLS, with what tests of it do. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enrol } from '#booth/identity/enrol.ts';
import { readIdentity } from '#booth/identity/file.ts';
import type { refusals } from '#shared/catalogue/refusals/index.ts';
import { HUB_NAME } from '#shared/protocol/enrolment.ts';
import type { EnrolmentCodeView } from '#shared/protocol/enrolment-views.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import { readInput } from '../demo/evaluation-input.ts';
import { Centre } from './centre.ts';
import { RawBooth } from './raw-booth.ts';
import { terminal } from './terminal.ts';

export type RefusalCode = keyof typeof refusals;

export class TlsCentre {
  readonly centre: Centre;
  readonly folder = mkdtempSync(join(tmpdir(), 'kawei-enrolment-'));
  readonly #clock: { skew: number };

  private constructor(centre: Centre, clock: { skew: number }) {
    this.centre = centre;
    this.#clock = clock;
  }

  static async open(): Promise<TlsCentre> {
    const clock = { skew: 0 };
    const tls = { KAWEI_BOOTH_LINES: 'tls', KAWEI_BOOTH_TLS_PORT: '0', KAWEI_BEAT_MS: '300' };
    const { main } = readInput({});
    const centre = await Centre.open([main], tls, () => new Date(Date.now() + clock.skew));
    return new TlsCentre(centre, clock);
  }

  /** `wss://…` */
  get hub(): string {
    return this.centre.running.boothAddress ?? '';
  }

  booth(n: number): string {
    return this.centre.town.booths[n]?.booth ?? '';
  }

  /** What a terminal keeps. */
  home(name: string): string {
    return join(this.folder, name);
  }

  /** Does something while the hub's clock is so many milliseconds ahead. */
  async at<T>(skew: number, act: () => Promise<T>): Promise<T> {
    this.#clock.skew = skew;
    try {
      return await act();
    } finally {
      this.#clock.skew = 0;
    }
  }

  async offer(booth: string): Promise<EnrolmentCodeView> {
    return (await this.centre.as('sysadmin')).send('POST', `/api/booths/${booth}/enrolment`);
  }

  async revoke(booth: string): Promise<void> {
    await (await this.centre.as('sysadmin')).send('POST', `/api/booths/${booth}/revocation`, {
      reason: '终端丢失',
    });
  }

  enrol(code: string, home: string): Promise<string> {
    return enrol({ hub: this.hub, code, data: this.home(home), fingerprint: terminal });
  }

  /** Enrols a booth; what it shows and believes from then on. */
  async enrolled(booth: string) {
    await this.enrol((await this.offer(booth)).code, booth);
    return this.shown(booth);
  }

  shown(booth: string) {
    const { key, certificate: cert, authority: ca } = readIdentity(this.home(booth), this.hub);
    return { key, cert, ca, servername: HUB_NAME };
  }

  /** A line with the certificate of `booth`, which calls itself `as`. */
  async greet(booth: string, as = booth, fingerprint = terminal): Promise<RawBooth> {
    const line = await RawBooth.connect(this.hub, as, this.shown(booth));
    line.hello(undefined, fingerprint);
    return line;
  }

  /** What the hall was told of refused lines in the name of a booth. */
  async alertsOf(booth: string): Promise<string[]> {
    const alerts = await (await this.centre.as('supervisor')).get<AlertView[]>('/api/alerts');
    return alerts
      .filter((alert) => alert.booth === booth && alert.code === 'BOOTH_LINE_REFUSED')
      .map(({ text }) => text.zh);
  }

  async close(): Promise<void> {
    await this.centre.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
