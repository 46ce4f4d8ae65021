import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { untilStopped } from './signals.ts';

/** What the demo of a checkout offers; the demo uses simulated devices, which are never installed. */
interface DemoModule {
  runDemo(options: {
    port: number;
    once: boolean;
    out?: string;
    project?: string;
    marks?: string;
    stopped: () => Promise<void>;
  }): Promise<void>;
}

const demo = new URL('../../../test/demo/demo.ts', import.meta.url);

/** `kawei demo`: one evaluation from freeze to sealed report, on a hub and booths of its own. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('演示：从项目冻结到报告封存的一次完整评标 / one whole evaluation before your eyes')
    .option('--once', '演示结束即退出 / end after the evaluation')
    .option('--out <dir>', '保存证据文件夹 / keep the evidence folder')
    .option('--project <file>', '使用自己的项目 / your own project (kawei/project@1)')
    .option('--marks <file>', '使用自己的评分 / your own marks (CSV)')
    .option('--port <port>', '中心端口，默认任选 / port of the hub, any free one by default', portNumber, 0)
    .action(async (options: Parameters<DemoModule['runDemo']>[0]) => {
      if (!existsSync(demo)) throw new Refusal('CHECKOUT_ONLY', { file: fileURLToPath(demo) });
      const { runDemo } = (await import(demo.href)) as DemoModule;
      await runDemo({ ...options, once: options.once ?? false, stopped: untilStopped });
    });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('0–65535');
  return port;
}
