/** A real hub, with the settings of its environment, that tells what it costs. */
import { startHub } from '#hub/hub.ts';
import { readSettings } from '#hub/settings.ts';
import { answerParent } from './children.ts';
import { cost } from './cost.ts';

const running = startHub(readSettings(process.env));

answerParent(
  {
    address: async () => (await running).address,
    firstUsers: async () => (await running).firstUsers,
    cost,
  },
  async () => (await running).close(),
);
