/** A real hub, with the settings of its environment, that tells what it costs. */
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { answerParent } from './children.ts';
import { cost } from './cost.ts';
import { longestBlock, watchLoop } from './pool/blocks.ts';

watchLoop();
const running = startHub(readSettings(process.env));

answerParent(
  {
    address: async () => (await running).address,
    boothAddress: async () => (await running).boothAddress,
    started: async () => {
      const { address, firstUsers } = await running;
      return { address, firstUsers };
    },
    cost,
    longestBlock,
  },
  async () => (await running).close(),
);
