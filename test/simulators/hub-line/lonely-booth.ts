/** One booth as a process of its own, to be killed: `node lonely-booth.ts HUB DATA`, prints its address. */
import { startBooth } from '#booth/shell/headless.ts';
import { simulatedDevices } from '../devices.ts';

const [hub = '', data = ''] = process.argv.slice(2);
const settings = { booth: 'B-01', token: 'a token long enough', hub, data, port: 0 };
const { address } = await startBooth({ settings, devices: simulatedDevices('B-01'), retry: [20, 60] });
process.stdout.write(`${address}\n`);
