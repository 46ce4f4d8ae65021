/** The figures as lines for people, each beside its target where it has one. */
import type { ConnectionsFigures, ConnectionsResult } from './connections/connections.ts';
import type { DeskResult } from './desk/desk.ts';
import type { DrawResult } from './draw/draw.ts';
import type { IngestFigures, IngestResult } from './ingest/ingest.ts';
import { lookbackLines } from './lookback/lines.ts';
import type { LookbackResult } from './lookback/lookback.ts';
import type { PoolResult } from './pool/pool.ts';
import type { ProofResult } from './proof/proof.ts';
import type { StartResult } from './start/start.ts';
import type { TendenciesResult } from './tendencies/tendencies.ts';

export type BenchResult =
  | IngestResult
  | ConnectionsResult
  | ProofResult
  | DrawResult
  | DeskResult
  | LookbackResult
  | PoolResult
  | StartResult
  | TendenciesResult;

/** A whole result as text. */
export function report(result: BenchResult): string {
  return `${linesOf(result).join('\n')}\n`;
}

function linesOf(result: BenchResult): string[] {
  switch (result.bench) {
    case 'ingest':
      return ofIngest(result);
    case 'connections':
      return ofConnections(result);
    case 'proof':
      return ofProof(result);
    case 'draw':
      return ofDraw(result);
    case 'desk':
      return ofDesk(result);
    case 'lookback':
      return lookbackLines(result);
    case 'pool':
      return ofPool(result);
    case 'start':
      return ofStart(result);
    case 'tendencies':
      return ofTendencies(result);
  }
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const fixed = (value: number, digits = 2) => value.toFixed(digits);
const mebibytes = (bytes: number) => `${whole(bytes / 2 ** 20)} MiB`;

/** A figure, its target, and whether it is met. */
function target(value: number, sign: '≥' | '≤', goal: number, unit = ''): string {
  const met = sign === '≥' ? value >= goal : value <= goal;
  return `${fixed(value)}${unit} (target ${sign} ${goal}${unit}: ${met ? 'met' : 'MISSED'})`;
}

function ofStart({ rounds, figures }: StartResult): string[] {
  const { bare, page, screen, sourceScreen } = figures;
  return [
    `start: an installed booth without its hub, from the start of its process, medians of ${rounds} rounds`,
    `  bare HTTP server, first answer  ${whole(bare)} ms`,
    `  booth, page served              ${whole(page)} ms`,
    `  booth, first screen told        ${whole(screen)} ms, ${target(screen / bare, '≤', 4, ' ×')}`,
    `  the same from its sources       ${whole(sourceScreen)} ms, ${fixed(sourceScreen / bare, 1)} ×`,
  ];
}

function ofIngest({ rounds, booths, sheetsPerRun, p256, rsa2048 }: IngestResult): string[] {
  return [
    `ingest: amended score sheets (act "sign" in the look-back) of ${booths} booths, ${sheetsPerRun} a run, medians of ${rounds} rounds`,
    ...(p256 ? ofKind('P-256', p256) : []),
    ...(rsa2048 ? ofKind('RSA-2048', rsa2048) : []),
  ];
}

function ofKind(kind: string, { ceiling, postgres, ratios, ...figures }: IngestFigures): string[] {
  const parts = (['verify', 'parse', 'store', 'echo'] as const).map(
    (part) => `${part} ${fixed(ceiling[part], 1)}`,
  );
  const run = (name: 'single' | 'together') => {
    const { perSecond, p50, p99, rss, cpuPerSheet } = figures[name];
    return `${whole(perSecond)}/s, p50 ${whole(p50)} ms, p99 ${whole(p99)} ms, RSS ${mebibytes(rss)}, CPU ${fixed(cpuPerSheet)} ms a sheet`;
  };
  return [
    kind,
    `  ceiling, one core     ${whole(figures.ceilingPerSecond)}/s (µs a sheet: ${parts.join(', ')})`,
    `  naive hub             ${whole(figures.naivePerSecond)}/s`,
    `  bare hub              one at a time ${whole(figures.bare.single)}/s, 20 together ${whole(figures.bare.together)}/s`,
    `  read and time-stamped ${fixed(figures.stamping, 1)} µs of processors a sheet`,
    `  PostgreSQL            ${postgres ? `each ${whole(postgres.each)}/s, batches of 100 ${whole(postgres.batches)}/s` : 'not measured'}`,
    `  hub, one at a time    ${run('single')}`,
    `  hub, 20 together      ${run('together')}`,
    `  one at a time / ceiling  ${target(ratios.singleToCeiling, '≥', 0.55)}`,
    `  20 together / ceiling    ${target(ratios.togetherToCeiling, '≥', 0.85)}`,
    `  one at a time / naive    ${target(ratios.singleToNaive, '≥', 6, '×')}`,
    `  of the bare hub: one at a time / ceiling ${fixed(ratios.bareSingleToCeiling)}, 20 together / ceiling ${fixed(ratios.bareTogetherToCeiling)}, one at a time / naive ${fixed(ratios.bareSingleToNaive)}×`,
  ];
}

function ofConnections({ rounds, booths, figures, mutualTls }: ConnectionsResult): string[] {
  const { idleBytes } = figures;
  const secured = mutualTls.figures;
  return [
    `connections: medians of ${rounds} rounds`,
    `${whole(booths)} booths over plain WebSocket`,
    `  memory of an idle booth   ${target(idleBytes / 1024, '≤', 16, ' KiB')}`,
    ...ofLines(figures),
    `${whole(mutualTls.booths)} booths over mutual TLS 1.3`,
    `  memory of an idle booth   ${fixed(secured.idleBytes / 1024)} KiB; hub / bare server ${target(secured.idleToBare, '≤', 1.2, '×')}`,
    ...ofLines(secured),
    ...ofBacklog(mutualTls.backlog),
  ];
}

function ofBacklog({
  sheets,
  arrived,
  twice,
  strange,
  refused,
  cuts,
  seconds,
}: ConnectionsResult['mutualTls']['backlog']): string[] {
  const met = arrived === sheets && twice + strange + refused === 0;
  return [
    `  with sheets waiting       ${whole(sheets)} signed sheets in ${fixed(seconds)} s (${whole(sheets / seconds)}/s), ${whole(cuts)} lines cut on the way`,
    `  of them in the ledger     ${whole(arrived)}, twice ${whole(twice)}, others ${whole(strange)}, refused ${whole(refused)} (target all, none twice: ${met ? 'met' : 'MISSED'})`,
  ];
}

function ofLines(figures: ConnectionsFigures): string[] {
  const { heapBytes, bareBytes, first, storm, stormCpu, bare, bareCpu, stormToBare } = figures;
  return [
    `  of it in use on the heap  ${fixed(heapBytes / 1024)} KiB; bare server, all memory ${fixed(bareBytes / 1024)} KiB`,
    `  first arrival of all      ${fixed(first)} s`,
    `  all come back             ${fixed(storm)} s (CPU of the hub ${fixed(stormCpu)} s), bare server ${fixed(bare)} s (CPU ${fixed(bareCpu)} s)`,
    `  hub / bare server         ${target(stormToBare, '≤', 1.5, '×')}`,
  ];
}

function ofProof({ rounds, entries, databaseBytes, figures }: ProofResult): string[] {
  const { build, verify, nativeHashes, sharedHashes } = figures;
  return [
    `proof: one of ${whole(entries)} entries (database ${mebibytes(databaseBytes)}), CPU time, medians of ${rounds} rounds`,
    `  build                 ${target(build, '≤', 1, ' ms')}`,
    `  verify                ${target(verify, '≤', 1, ' ms')}`,
    `  20 SHA-256 of a node  ${fixed(nativeHashes, 3)} ms natively, ${fixed(sharedHashes, 3)} ms in shared code`,
  ];
}

function ofDraw({ rounds, size, figures: f }: DrawResult): string[] {
  return [
    `draw: CPU time, medians of ${rounds} rounds`,
    `  one panel of ${whole(size.pool)} candidates  ${whole(f.panel)} ms, one pass of HMACs ${whole(f.hmacPass)} ms: ${target(f.panelToPass, '≤', 50, '×')}`,
    `  seats, 10 × 12, eight of 9     ${fixed(f.seats)} ms, plain loop ${fixed(f.plainSeats)} ms: ${target(f.seatsToPlain, '≤', 3, '×')}`,
    `  ${size.projects} projects, ${whole(size.experts)} experts   ${whole(f.batch)} ms (of it the plan ${whole(f.plan)} ms), HiGHS on 60 candidates each ${whole(f.solver)} ms: ${target(f.batchToSolver, '≤', 2, '×')}`,
    `    places short               ${f.batchShort}, greedy with augmentation ${f.augmentingShort}`,
    `  ${whole(size.scarce)} experts, all projects   ${f.scarceShort} of ${f.scarceWanted} places short (augmentation alone ${f.scarceAugmentingShort}), at least ${f.scarceLeast} in any way: ${target(f.scarceToLeast, '≤', 1.1, '×')}`,
    `  ${whole(size.scarce)} experts, half of them   ${f.tightShort} of ${f.tightWanted} places short (augmentation alone ${f.tightAugmentingShort}), at least ${f.tightLeast} in any way`,
  ];
}

function ofDesk({ rounds, size, figures: f }: DeskResult): string[] {
  return [
    `desk: ${size.people} people at three desks in real browsers, each line down for ${fixed(size.drop / 1000, 1)} s, medians of ${rounds} rounds`,
    `  all in               ${fixed(f.seconds, 1)} s without the time down, ${whole(f.perMinute)} a minute ${target(f.seconds / 60, '≤', 15, ' min')}`,
    `  badge and card → name  ${whole(f.p50)} ms, one in twenty more than ${whole(f.p95)} ms`,
    `  while the line is down ${whole(f.noted50)} ms until noted; ${size.noted} a desk sent ${whole(f.caughtUp)} ms after it is back`,
    `  lost / refused       ${f.lost} / ${f.refused}`,
  ];
}

function ofPool({ rounds, size, figures: f }: PoolResult): string[] {
  const step = (words: string, took: number, block: number, others: number) =>
    `  ${words.padEnd(24)} ${fixed(took / 1000)} s, longest block ${target(block, '≤', 500, ' ms')}, slowest of others' commands ${whole(others)} ms`;
  return [
    `pool: ${whole(size.experts)} experts, medians of ${rounds} rounds`,
    step('imported from CSV', f.import, f.importBlock, f.importOthers),
    step('the same list again', f.again, f.againBlock, f.againOthers),
    step('exclusions looked at', f.exclusions, f.exclusionsBlock, f.exclusionsOthers),
    step('panel asked for', f.request, f.requestBlock, f.requestOthers),
  ];
}

function ofTendencies({ rounds, size, figures: f }: TendenciesResult): string[] {
  const look = (words: string, took: number) => `  ${words.padEnd(32)} ${target(took, '≤', 500, ' ms')}`;
  return [
    `tendencies: the look-back desk over ${whole(size.projects)} sealed projects, ${whole(size.experts)} experts, ${whole(size.parties)} bidders, medians of ${rounds} rounds`,
    `  all read after a start           ${fixed(f.learned / 1000)} s, longest block ${whole(f.learnedBlock)} ms; first list after ${whole(f.first)} ms; ${mebibytes(f.heap)} of the hub's heap in use`,
    look('hints', f.hints),
    look('hints of one expert', f.sought),
    look('pairs', f.pairs),
    look('experts', f.experts),
    look('one expert', f.expert),
    look('one project', f.project),
    look('hints as CSV', f.exported),
    `  longest block meanwhile          ${whole(f.block)} ms`,
  ];
}
