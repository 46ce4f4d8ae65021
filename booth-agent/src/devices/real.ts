/** The devices of the machine this runs on, as the settings name them. */
import { readFileSync } from 'node:fs';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import type { BoothSettings, DeviceSettings } from '../settings.ts';
import { systemFingerprint } from './fingerprint/system.ts';
import { type KeyAdapter, systemInspection } from './inspection/system.ts';
import { lockdownService } from './lockdown/linux/service.ts';
import { tellSystem } from './lockdown/linux/tell.ts';
import type { Devices, DisplayPort } from './ports.ts';
import { linuxScreens } from './screens/linux.ts';
import { ContainerKey } from './usb-key/container/key.ts';
import { Fido2Key } from './usb-key/fido2/key.ts';
import { type KeyProcess, openPkcs11Key } from './usb-key/pkcs11/key.ts';
import { together } from './usb-key/together.ts';
import { withoutLockdown } from './without.ts';

export interface RealMachine {
  readonly devices: Devices;
  close(): Promise<void>;
}

/** Opens them. Refuses PKCS11_UNUSABLE, FILE_UNREADABLE. */
export async function realMachine(
  settings: DeviceSettings & Pick<BoothSettings, 'data'>,
  display: DisplayPort,
  log: (line: string) => void,
  keyProcess?: KeyProcess,
): Promise<RealMachine> {
  const { pkcs11Module, fido2Certificates, sm2Container, lockdown, data } = settings;
  const pkcs11 =
    pkcs11Module === ''
      ? null
      : await openPkcs11Key({ module: pkcs11Module, log, ...(keyProcess && { process: keyProcess }) });
  const keys = [
    ...(pkcs11 ? [pkcs11] : []),
    ...(fido2Certificates === '' ? [] : [await fido2Key(fido2Certificates, log)]),
    ...(sm2Container === '' ? [] : [new ContainerKey(sm2Container)]),
  ];
  const adapters: readonly KeyAdapter[] = [
    { name: 'PKCS#11', file: pkcs11Module, works: () => pkcs11?.working === true },
    { name: 'FIDO2', file: fido2Certificates },
    { name: 'SM2', file: sm2Container, comesAndGoes: true },
  ];
  const devices = {
    key: together(keys),
    fingerprint: systemFingerprint,
    display,
    lockdown: lockdown === 'systemd' ? lockdownService(tellSystem, log) : withoutLockdown,
    screens: linuxScreens('/'),
    inspection: systemInspection({ adapters, lockdown, data, tell: tellSystem }),
  };
  return {
    devices,
    close: async () => {
      await Promise.all(keys.map((key) => key.close()));
    },
  };
}

/** Refuses FILE_UNREADABLE; later changes of the file are taken as they come. */
async function fido2Key(file: string, log: (line: string) => void): Promise<Fido2Key> {
  const read = () => readCertificates(readFileSync(file, 'latin1'));
  try {
    read();
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new Refusal('FILE_UNREADABLE', { file, detail: code });
  }
  const { nodeHid } = await import('./usb-key/fido2/node-hid.ts');
  return new Fido2Key({ bus: nodeHid, certificates: read, log });
}
