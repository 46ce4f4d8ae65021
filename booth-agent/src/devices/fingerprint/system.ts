/** The real machine's fingerprint, read by systeminformation. */
import { hostname } from 'node:os';
import si from 'systeminformation';
import type { FingerprintPort } from '../ports.ts';
import { partsOf } from './parts.ts';

export const systemFingerprint: FingerprintPort = {
  async read() {
    const [interfaces, board, system, disks] = await Promise.all([
      si.networkInterfaces(),
      si.baseboard(),
      si.system(),
      si.diskLayout(),
    ]);
    return partsOf({
      interfaces: [interfaces].flat(),
      boardSerial: board.serial,
      systemSerial: system.serial,
      systemUuid: system.uuid,
      diskSerials: disks.map((disk) => disk.serialNum),
      hostname: hostname(),
    });
  },
};
