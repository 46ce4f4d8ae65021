/** `npm run bench -- ingest|connections|proof|draw|pool|desk|lookback|tendencies`: measures what this machine and this hub can do, and ends by itself. */
import { parseArgs } from 'node:util';
import { connections, connectionsSizes } from './connections/connections.ts';
import { desk, deskSizes } from './desk/desk.ts';
import { draw, drawSizes } from './draw/draw.ts';
import { ingest, ingestSizes } from './ingest/ingest.ts';
import { lookback, lookbackSizes, writeBuiltIn } from './lookback/lookback.ts';
import { largePool, poolSizes } from './pool/pool.ts';
import { proof, proofSizes } from './proof/proof.ts';
import { type BenchResult, report } from './report.ts';
import { start } from './start/start.ts';
import { tendencies, tendenciesSizes } from './tendencies/tendencies.ts';

const USAGE = `npm run bench -- ingest|connections|proof|draw|pool|desk|lookback|tendencies|start [--rounds N] [--small] [--json] [--profile DIR]

  --rounds N     how often everything is measured; the figures are medians (default 5; connections, draw, pool 3; desk, tendencies 1; start 9)
  --small        a few of everything, to see that it runs: the figures mean nothing
  --json         one JSON value on standard output
  --marks FILE   lookback: panels of this CSV instead of a stated model
  --built-in SOURCE  lookback: write the built-in calibration from --marks, naming where they come from
  --profile DIR  CPU profiles of the hub (ingest, connections, pool, tendencies)
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      small: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      marks: { type: 'string', default: '' },
      'built-in': { type: 'string', default: '' },
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
  if (name === 'lookback' && values['built-in']) {
    if (!values.marks) {
      process.stderr.write(USAGE);
      return 2;
    }
    writeBuiltIn(values.marks, values['built-in']);
    return 0;
  }
  const { marks } = values;
  const result = await run({ marks, rounds, size: values.small ? 'small' : 'full', profile: values.profile });
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : report(result));
  return 0;
}

interface Wanted {
  readonly rounds: number | undefined;
  readonly size: 'full' | 'small';
  readonly profile: string;
  readonly marks: string;
}

const tell = (line: string) => void process.stderr.write(`${line}\n`);

const benches: Readonly<Record<string, (wanted: Wanted) => Promise<BenchResult>>> = {
  ingest: ({ rounds = 5, size, profile }) => ingest({ ...ingestSizes[size], rounds, profile, tell }),
  connections: ({ rounds = 3, size, profile }) =>
    connections({ ...connectionsSizes[size], rounds, profile, tell }),
  desk: ({ rounds = 1, size }) => desk({ ...deskSizes[size], rounds, tell }),
  draw: ({ rounds = 3, size }) => draw({ ...drawSizes[size], rounds, tell }),
  lookback: ({ size, marks }) => lookback({ ...lookbackSizes[size], marks, tell }),
  proof: ({ rounds = 5, size }) => proof({ ...proofSizes[size], rounds, tell }),
  start: ({ rounds = 9, size }) => start({ rounds: size === 'small' ? 1 : rounds, tell }),
  tendencies: ({ rounds = 1, size, profile }) =>
    tendencies({ ...tendenciesSizes[size], rounds, profile, tell }),
  pool: ({ rounds = 3, size, profile }) => largePool({ ...poolSizes[size], rounds, profile, tell }),
};

process.exitCode = await main();
