/** The simulated authority beside a test that waits for its own programs without an event loop to spare. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const serve = fileURLToPath(new URL('serve.ts', import.meta.url));

/** Starts it in a directory of its own; gives a hub's settings for it, and ends it. */
export async function startAuthorityProcess(directory: string) {
  const child = spawn(process.execPath, [serve, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout, 'data');
  const settings = { KAWEI_TSA_URL: String(url).trim(), KAWEI_TSA_CA: join(directory, 'root.crt') };
  return { settings, end: () => child.kill() };
}
