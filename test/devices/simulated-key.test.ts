import { Authority } from '#test/simulators/authority/authority.ts';
import { SimulatedKey, SimulatedToken } from '#test/simulators/usb-key/key.ts';
import { keyContract } from './key-contract.ts';

keyContract('simulated', async () => {
  const authority = await Authority.create('CA');
  const token = new SimulatedToken(await authority.issue({ commonName: '李明', pin: '123456' }));
  const port = new SimulatedKey(token);
  return {
    ...{ port, pin: '123456', certificate: token.certificate },
    insert: () => port.insert(token),
    pullOut: () => port.remove(),
    close: async () => {},
  };
});
