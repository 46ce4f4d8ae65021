#!/usr/bin/env node
/** The `kawei` command with everything it can do. */
import { runProgram } from './program.ts';

process.exitCode = await runProgram({
  demo: async () => (await import('./demo.ts')).registerDemo,
  admin: async () => (await import('./admin.ts')).registerAdmin,
  hub: async () => (await import('./hub.ts')).registerHub,
  booth: async () => (await import('./booth.ts')).registerBooth,
  key: async () => (await import('./key.ts')).registerKey,
  config: async () => (await import('./config.ts')).registerConfig,
  draw: async () => (await import('./draw.ts')).registerDraw,
  lookback: async () => (await import('./lookback.ts')).registerLookback,
  score: async () => (await import('./score.ts')).registerScore,
  witness: async () => (await import('./witness.ts')).registerWitness,
  verify: async () => (await import('./verify.ts')).registerVerify,
});
