/** What goes wrong in a morning, all of it drawn from the seed; in the end everything is healed, and stays so. */
import type { BoothNode } from './booth-node.ts';
import type { Chance } from './chance.ts';
import { HOUR, MINUTE, SECOND } from './clock.ts';
import type { Morning } from './morning.ts';
import type { CommitFate } from './store.ts';

/** Faults begin within this time, and none lasts beyond the end of the second. */
const TROUBLED = 2 * HOUR;
const HEALED = 3.5 * HOUR;

const fates: readonly CommitFate[] = ['failed', 'failed-but-stored', 'dies-before', 'dies-after'];

export class Weather {
  readonly #morning: Morning;
  readonly #chance: Chance;
  #healed = false;

  constructor(morning: Morning) {
    this.#morning = morning;
    this.#chance = morning.chance.fork('weather');
  }

  begin(): void {
    const { clock, network, disk } = this.#morning;
    const chance = this.#chance;
    network.roughness = chance.pick([0, 0.01, 0.03]);
    const failing = chance.pick([0, 0.004, 0.015]);
    disk.fate = () => (!this.#healed && chance.happens(failing) ? chance.pick(fates) : 'done');
    this.#times(3, () => this.#hubFalls(chance.whole(3, 400) * SECOND));
    this.#times(3, () => this.#wayBreaks());
    this.#times(8, () => this.#lineDies());
    this.#times(4, () => this.#boothFalls());
    this.#times(2, () => this.#clockIsSet());
    clock.after(HEALED, () => this.end());
  }

  /** A hub process has died of its own: whoever watches over it starts it again. */
  hubDied(): void {
    const { clock, hub, observer } = this.#morning;
    observer.note('the hub has died');
    const silently = this.#chance.happens(0.3);
    clock.after(0, () => hub.kill(silently));
    clock.after(this.#chance.whole(2, 90) * SECOND, () => this.#startHub());
  }

  /** Up to so many of these, each at a time of its own. */
  #times(most: number, fault: () => void): void {
    const count = this.#chance.whole(0, most);
    for (let n = 0; n < count; n++) {
      this.#morning.clock.after(this.#chance.whole(MINUTE, TROUBLED), () => {
        if (!this.#healed) fault();
      });
    }
  }

  #hubFalls(down: number): void {
    const { clock, hub, observer } = this.#morning;
    observer.note('weather: the hub is killed');
    hub.kill(this.#chance.happens(0.4));
    clock.after(down, () => this.#startHub());
  }

  #startHub(): void {
    const { hub, observer } = this.#morning;
    if (hub.alive) return;
    observer.note('the hub starts');
    hub.start().catch((error: unknown) => this.#morning.failed('the start of the hub', error));
  }

  /** A site, or the centre's own offices, is cut off: both ways or one, for minutes or hours. */
  #wayBreaks(): void {
    const { clock, network, town, observer } = this.#morning;
    const site = this.#chance.pick([...town.sites, 'centre']);
    const change = this.#chance.pick([
      { toHub: false, toSite: false },
      { toHub: false, toSite: false },
      { toHub: false },
      { toSite: false },
    ]);
    const lasts = this.#chance.happens(0.2)
      ? this.#chance.whole(30 * MINUTE, 90 * MINUTE)
      : this.#chance.whole(20 * SECOND, 12 * MINUTE);
    observer.note(`weather: ${site} is cut off ${JSON.stringify(change)} for ${lasts} ms`);
    network.set(site, change);
    // Whose terminal fails while its site is cut off has the most to lose.
    if (this.#chance.happens(0.6)) clock.after(Math.floor(lasts * 0.8), () => this.#boothFalls(site));
    clock.after(lasts, () => network.set(site, { toHub: true, toSite: true }));
  }

  /** One line is cut, or dies without a word. */
  #lineDies(): void {
    const { observer } = this.#morning;
    const booth = this.#anyBooth();
    const line = booth?.end?.line;
    if (!booth || !line) return;
    const half = this.#chance.happens(0.5);
    observer.note(`weather: the line of ${booth.place.booth} ${half ? 'hangs' : 'is cut'}`);
    if (half) line.dead = true;
    else line.close(this.#chance.pick(['booth', 'hub']), 1006);
  }

  /** A terminal loses its power, and is switched on again. */
  #boothFalls(site?: string): void {
    const { clock, observer } = this.#morning;
    const booth = this.#chance.happens(0.7)
      ? (this.#holding() ?? this.#anyBooth(site))
      : this.#anyBooth(site);
    if (!booth?.core || this.#healed) return;
    observer.note(`weather: ${booth.place.booth} goes off`);
    booth.switchOff(this.#chance.happens(0.5));
    clock.after(this.#chance.whole(10, 500) * SECOND, () => this.#switchOn(booth));
  }

  #switchOn(booth: BoothNode): void {
    if (booth.core) return;
    this.#morning.observer.note(`${booth.place.booth} is switched on`);
    booth.switchOn();
  }

  /** The hub's clock is wrong for a while, then set right. */
  #clockIsSet(): void {
    const { clock, observer } = this.#morning;
    const step = this.#chance.whole(-40, 40) * MINUTE;
    observer.note(`weather: the hub's clock is set by ${step} ms`);
    this.#setClock(step);
    clock.after(this.#chance.whole(1, 40) * MINUTE, () => this.#setClock(0));
  }

  #setClock(skew: number): void {
    const morning = this.#morning;
    // Between two entries it may have been set more than once.
    morning.skews = { least: Math.min(morning.skews.least, skew), most: Math.max(morning.skews.most, skew) };
    morning.hubSkew = skew;
  }

  /** Everything is healed, and nothing breaks any more. */
  end(): void {
    if (this.#healed) return;
    const { network, town, booths, observer } = this.#morning;
    observer.note('weather: all is healed');
    this.#healed = true;
    network.roughness = 0;
    this.#setClock(0);
    for (const site of [...town.sites, 'centre']) network.set(site, { toHub: true, toSite: true });
    this.#startHub();
    for (const booth of booths.values()) this.#switchOn(booth);
  }

  /** One that holds acts which the hub has not answered; null where there is none. */
  #holding(): BoothNode | null {
    const holding = [...this.#morning.booths.values()].filter(({ core }) => (core?.screen.pending ?? 0) > 0);
    return holding.length > 0 ? this.#chance.pick(holding) : null;
  }

  /** More often one at which somebody works. */
  #anyBooth(site?: string): BoothNode | null {
    const all = [...this.#morning.booths.values()].filter(({ place }) => !site || place.site === site);
    if (all.length === 0) return null;
    const used = all.filter(({ slot }) => slot.key !== null);
    return this.#chance.pick(used.length > 0 && this.#chance.happens(0.8) ? used : all);
  }
}
