/** The `kawei` command as a booth's terminal has it: of the hub nothing is installed there. */
import { runProgram } from './program.ts';

process.exitCode = await runProgram({
  booth: async () => (await import('./booth.ts')).registerBooth,
  config: async () => (await import('./config.ts')).registerBoothConfig,
});
