/**
 * What is locked on a Linux terminal, as data. The person is kept within the page by the session (cage, which has one
 * window, no desktop and no keys of its own); this takes away the ways around it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Operation, SystemCall } from '../change.ts';

const units = '/etc/systemd/system';
/** Read before the vendor's own rules, and after those that name devices. */
const RULE = '/etc/udev/rules.d/61-kawei-kiosk.rules';
const KEYS = '/etc/systemd/logind.conf.d/90-kawei-keys.conf';
const TERMINALS = '/etc/systemd/logind.conf.d/90-kawei-terminals.conf';
const MODULES = '/etc/modprobe.d/kawei-kiosk.conf';

/** logind reads its settings anew on SIGHUP (systemd-logind.service(8)). */
const logindReads: SystemCall = ['systemctl', 'kill', '--signal=HUP', 'systemd-logind.service'];
const unitsRead: SystemCall = ['systemctl', 'daemon-reload'];

const masked = (unit: string): Change => ({ kind: 'link', path: `${units}/${unit}`, target: '/dev/null' });

/** Ways out of the session by the keyboard: virtual terminals, Ctrl+Alt+Del, the kernel's own keys. */
const terminals: Operation = {
  name: 'virtual-terminals',
  zh: '虚拟终端、Ctrl+Alt+Del 和 SysRq 键',
  en: 'virtual terminals, Ctrl+Alt+Del and the SysRq keys',
  changes: (root) => [
    {
      kind: 'file',
      path: TERMINALS,
      content: `# Made by kawei; taken away by \`kawei booth reset\`.
[Login]
NAutoVTs=0
ReserveVT=0
`,
    },
    masked('ctrl-alt-del.target'),
    masked('autovt@.service'),
    ...present(root, '/proc/sys/kernel/sysrq').map(
      (path): Change => ({ kind: 'value', path, value: '0', back: null }),
    ),
  ],
  tell: [unitsRead, logindReads],
};

/** Keys and lids that would switch the terminal off or to sleep, and the sleeping itself (logind.conf(5)). */
const powerKeys: Operation = {
  name: 'power-keys',
  zh: '电源键、睡眠键、合盖和自动睡眠',
  en: 'power and sleep keys, the lid, and sleep',
  changes: () => [
    {
      kind: 'file',
      path: KEYS,
      content: `# Made by kawei; taken away by \`kawei booth reset\`.
[Login]
HandlePowerKey=ignore
HandlePowerKeyLongPress=ignore
HandleRebootKey=ignore
HandleRebootKeyLongPress=ignore
HandleSuspendKey=ignore
HandleSuspendKeyLongPress=ignore
HandleHibernateKey=ignore
HandleHibernateKeyLongPress=ignore
HandleLidSwitch=ignore
HandleLidSwitchExternalPower=ignore
HandleLidSwitchDocked=ignore
IdleAction=ignore
`,
    },
    ...['sleep', 'suspend', 'hibernate', 'hybrid-sleep', 'suspend-then-hibernate'].map((name) =>
      masked(`${name}.target`),
    ),
  ],
  tell: [unitsRead, logindReads],
};

/**
 * Sticks, disks, cameras and telephones (USB classes 08 and 06). The modules are kept from being loaded, and where
 * they are loaded the interface loses its authorization, which unbinds its driver
 * (docs.kernel.org/usb/authorization.html). Keys that sign are of classes 0b and 03, and are left alone.
 */
const usbStorage: Operation = {
  name: 'usb-storage',
  zh: 'U 盘、移动硬盘、相机和手机存储',
  en: 'USB sticks, disks, cameras and telephones',
  changes: () => [
    {
      kind: 'file',
      path: MODULES,
      content: `# Made by kawei; taken away by \`kawei booth reset\`.
install usb_storage /bin/false
install uas /bin/false
`,
    },
    {
      kind: 'file',
      path: RULE,
      content: `# Made by kawei; taken away by \`kawei booth reset\`.
ACTION=="add|change", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_interface", ATTR{bInterfaceClass}=="08", ATTR{authorized}="0"
ACTION=="add|change", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_interface", ATTR{bInterfaceClass}=="06", ATTR{authorized}="0"
`,
    },
  ],
  tell: [
    ['udevadm', 'control', '--reload'],
    ['udevadm', 'trigger', '--action=change', '--subsystem-match=usb'],
  ],
};

/**
 * Sockets for screens that have none now are switched off: a screen put in later stays dark, and the system does not
 * hear of it (`detect` gives a socket back to the kernel). One that is in already is seen by the booth, which locks.
 */
const secondScreens: Operation = {
  name: 'second-screens',
  zh: '第二块显示器的接口',
  en: 'sockets for a second screen',
  changes: (root) =>
    emptySockets(root).map((path) => ({ kind: 'value', path, value: 'off', back: 'detect' })),
  tell: [],
};

/** Everything that is locked, in the order in which it is done. */
export const linuxOperations: readonly Operation[] = [terminals, powerKeys, usbStorage, secondScreens];

/** Where the kernel tells of the sockets for screens, such as `card0-HDMI-A-1`. */
const SOCKETS = '/sys/class/drm';

/** Files that tell whether a screen is in a socket. */
export function screenSockets(root: string): string[] {
  if (!existsSync(join(root, SOCKETS))) return [];
  return readdirSync(join(root, SOCKETS))
    .filter((name) => /^card\d+-/.test(name))
    .map((name) => `${SOCKETS}/${name}/status`)
    .filter((path) => existsSync(join(root, path)));
}

function emptySockets(root: string): string[] {
  return screenSockets(root).filter(
    (path) => readFileSync(join(root, path), 'utf8').trim() === 'disconnected',
  );
}

function present(root: string, path: string): string[] {
  return existsSync(join(root, path)) ? [path] : [];
}
