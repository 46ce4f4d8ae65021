/** The machine's own HID devices. */
import { devicesAsync, HIDAsync } from 'node-hid';
import type { HidBus, HidDevice } from './hid.ts';

const FIDO = { usagePage: 0xf1d0, usage: 1 } as const;

export const nodeHid: HidBus = {
  async list() {
    const all = await devicesAsync();
    return all.flatMap(({ path, usagePage, usage }) =>
      path !== undefined && usagePage === FIDO.usagePage && usage === FIDO.usage ? [path] : [],
    );
  },

  async open(path): Promise<HidDevice> {
    const device = await HIDAsync.open(path);
    return {
      async write(report) {
        // Before the report stands its id, which these devices do not have.
        await device.write(Buffer.concat([Buffer.of(0), report]));
      },
      listen({ report, gone }) {
        device.on('data', (data: Buffer) => report(new Uint8Array(data)));
        device.on('error', gone);
      },
      async close() {
        await device.close();
      },
    };
  },
};
