/** A process that runs the mornings it is sent, one after the other. */
import { takePlatform } from './platform.ts';

takePlatform();
const { runMorning } = await import('./run-morning.ts');

process.on('message', (order: Parameters<typeof runMorning>[0]) => {
  runMorning(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`seed ${order.seed}: ${(error as Error).stack}\n`);
      process.exit(1);
    },
  );
});
process.send?.('ready');
