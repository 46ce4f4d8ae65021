/** A system's tree of files in a directory of its own, with something of the administrator's where the lock-down goes. */
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Lockdown, type Tell } from '#booth/devices/lockdown/engine.ts';
import { linuxOperations } from '#booth/devices/lockdown/linux/operations.ts';
import { tellNobody } from '#booth/devices/lockdown/linux/tell.ts';

/** The journal's own directory is made at the installation and is no part of what is restored. */
const OWN = 'var/lib/kawei/lockdown';

export class SimulatedMachine {
  readonly root: string;

  private constructor(root: string | null) {
    this.root = root ?? mkdtempSync(join(tmpdir(), 'kawei-machine-'));
    if (root === null) this.#fill();
  }

  /** A new one; `end` takes it away. */
  static make(): SimulatedMachine {
    return new SimulatedMachine(null);
  }

  /** One that another process has made. */
  static at(root: string): SimulatedMachine {
    return new SimulatedMachine(root);
  }

  lockdown(tell: Tell = tellNobody): Lockdown {
    return new Lockdown({ root: this.root, operations: linuxOperations, tell, now: () => new Date() });
  }

  put(path: string, content: string, mode: number): void {
    const place = join(this.root, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
    chmodSync(place, mode);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Every file, link and directory with its mode, owner and content. */
  tree(): string[] {
    return readdirSync(this.root, { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.startsWith(OWN))
      .sort()
      .map((path) => {
        const place = join(this.root, path);
        const found = lstatSync(place);
        const at = `${path} ${found.mode.toString(8)} ${found.uid}:${found.gid}`;
        if (found.isSymbolicLink()) return `${at} → ${readlinkSync(place)}`;
        return found.isFile() ? `${at} ${this.#told(path)}` : at;
      });
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  #fill(): void {
    const keys = '/etc/systemd/logind.conf.d/90-kawei-keys.conf';
    this.put('/etc/systemd/system/display-manager.service', '[Unit]\n', 0o644);
    this.put(keys, '[Login]\nHandlePowerKey=poweroff\n', 0o640);
    this.put('/proc/sys/kernel/sysrq', '438\n', 0o644);
    this.put('/sys/class/drm/card0-HDMI-A-1/status', 'connected\n', 0o644);
    this.put('/sys/class/drm/card0-DP-1/status', 'disconnected\n', 0o644);
    this.put('/sys/class/drm/card0-DP-2/status', 'disconnected\n', 0o644);
    const reboots = join(this.root, 'etc/systemd/system/ctrl-alt-del.target');
    symlinkSync('/lib/systemd/system/reboot.target', reboots);
    // Only root may give a file away; as anybody else the owner is ours before and after.
    if (process.getuid?.() === 0) {
      chownSync(join(this.root, keys), 1234, 2345);
      chmodSync(join(this.root, keys), 0o640);
    }
    mkdirSync(join(this.root, OWN), { recursive: true });
  }

  /** As the kernel would tell it: a socket that is told to `detect` looks, and finds no screen. */
  #told(path: string): string {
    const text = this.read(path);
    return text === 'detect' ? 'disconnected\n' : text;
  }
}
