/** The simulated authority as a process of its own: `serve.ts DIR` prints its address and answers until it is ended. */
import { honestly, OpensslAuthority, serveAuthority } from './authority.ts';

const [directory] = process.argv.slice(2);
if (!directory) throw new Error('usage: serve.ts DIR');
const { url } = await serveAuthority(honestly(new OpensslAuthority(directory)));
process.stdout.write(`${url}\n`);
