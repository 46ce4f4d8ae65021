/** The real machine's fingerprint, read by systeminformation. */
import { hostname } from 'node:os';
import si from 'systeminformation';
import type { FingerprintPort } from '../ports.ts';
import { partsOf } from './parts.ts';

export const systemFingerprint: FingerprintPort = {
  async read() {
    const [interfaces, board, system, disks, ids, cpu, os, graphics] = await Promise.all([
      si.networkInterfaces(),
      si.baseboard(),
      si.system(),
      si.diskLayout(),
      si.uuid(),
      si.cpu(),
      si.osInfo(),
      si.graphics(),
    ]);
    return partsOf({
      interfaces: [interfaces].flat(),
      boardSerial: board.serial,
      systemSerial: system.serial,
      systemUuid: system.uuid,
      diskSerials: disks.map((disk) => disk.serialNum),
      hostname: hostname(),
      machineId: ids.os,
      cpu: `${cpu.manufacturer} ${cpu.brand} ${cpu.physicalCores}`,
      os: `${os.distro} ${os.release}`,
      screens: graphics.displays.map(({ vendor, model, serial }) => `${vendor} ${model} ${serial ?? ''}`),
    });
  },
};
