/**
 * `npm run bench -- ingest | connections | proof [--json] …`: measures, in one run and in turns, what the machine can
 * do and what Kawei does of it. docs/bench.md says what is measured and how.
 */
import { parseArgs } from 'node:util';
import { benchConnections } from './connections/connections.ts';
import { benchIngest } from './ingest/ingest.ts';
import { benchProof } from './proof.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    booths: { type: 'string', default: '50' },
    sheets: { type: 'string', default: '20' },
    connections: { type: 'string', default: '10000' },
    leaves: { type: 'string', default: '1000000' },
  },
});

function whole(name: 'rounds' | 'booths' | 'sheets' | 'leaves' | 'connections'): number {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value > 0) return value;
  process.stderr.write(`--${name} is a whole number from 1\n`);
  process.exit(2);
}

const benches: Record<string, () => Promise<{ value: unknown; text: string }>> = {
  ingest: () => benchIngest({ rounds: whole('rounds'), booths: whole('booths'), sheets: whole('sheets') }),
  connections: () => benchConnections({ connections: whole('connections'), rounds: whole('rounds') }),
  proof: () => benchProof({ leaves: whole('leaves'), rounds: whole('rounds') }),
};

const [name = ''] = positionals;
const bench = benches[name];
if (!bench) {
  process.stderr.write(`npm run bench -- ${Object.keys(benches).join(' | ')}\n`);
  process.exit(2);
}
const { value, text } = await bench();
process.stdout.write(values.json ? `${JSON.stringify(value)}\n` : `${text}\n`);
