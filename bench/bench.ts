/** `npm run bench -- ingest|connections|proof|draw|pool|desk`: measures what this machine and this hub can do, and ends by itself. */
import { parseArgs } from 'node:util';
import { connections, connectionsSizes } from './connections/connections.ts';
import { desk, deskSizes } from './desk/desk.ts';
import { draw, drawSizes } from './draw/draw.ts';
import { ingest, ingestSizes } from './ingest/ingest.ts';
import { largePool, poolSizes } from './pool/pool.ts';
import { proof, proofSizes } from './proof/proof.ts';
import { type BenchResult, report } from './report.ts';

const USAGE = `npm run bench -- ingest|connections|proof|draw|pool|desk [--rounds N] [--small] [--json] [--profile DIR]

  --rounds N     how often everything is measured; the figures are medians (default 5; connections, draw, pool 3; desk 1)
  --small        a few of everything, to see that it runs: the figures mean nothing
  --json         one JSON value on standard output
  --profile DIR  CPU profiles of the hub (ingest, connections, pool)
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      small: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      profile: { type: 'string', default: '' },
    },
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  const [name, ...rest] = positionals;
  const run = benches[name ?? ''];
  if (!run || rest.length > 0 || (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))) {
    process.stderr.write(USAGE);
    return 2;
  }
  const result = await run({ rounds, size: values.small ? 'small' : 'full', profile: values.profile });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : report(result));
  return 0;
}

interface Wanted {
  readonly rounds: number | undefined;
  readonly size: 'full' | 'small';
  readonly profile: string;
}

const tell = (line: string) => void process.stderr.write(`${line}\n`);

const benches: Readonly<Record<string, (wanted: Wanted) => Promise<BenchResult>>> = {
  ingest: ({ rounds = 5, size, profile }) => ingest({ ...ingestSizes[size], rounds, profile, tell }),
  connections: ({ rounds = 3, size, profile }) =>
    connections({ ...connectionsSizes[size], rounds, profile, tell }),
  desk: ({ rounds = 1, size }) => desk({ ...deskSizes[size], rounds, tell }),
  draw: ({ rounds = 3, size }) => draw({ ...drawSizes[size], rounds, tell }),
  proof: ({ rounds = 5, size }) => proof({ ...proofSizes[size], rounds, tell }),
  pool: ({ rounds = 3, size, profile }) => largePool({ ...poolSizes[size], rounds, profile, tell }),
};

process.exitCode = await main();
