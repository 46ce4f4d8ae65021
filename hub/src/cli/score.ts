import type { Command } from 'commander';
import { checkProject } from '#shared/projects/project.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { type ScoreResult, score } from '#shared/scoring/score.ts';
import { checkSheets } from '#shared/scoring/sheet.ts';
import { printJson, readJson } from './output.ts';

/** `kawei score PROJECT SHEETS`: totals and ranking from files alone. */
export function registerScore(program: Command): void {
  program
    .command('score')
    .description('由项目和评分表计算总分与排名 / totals and ranking from a project and its sheets')
    .argument('<project>', '项目文件 / project (kawei/project@1)')
    .argument('<sheets>', '评分表 / list of {expert, ticket, marks}')
    .option('--json', '仅输出 JSON / print JSON only')
    .action((projectFile: string, sheetsFile: string, { json }: { json?: boolean }) => {
      const project = checkProject(readJson(projectFile));
      const result = score(project, checkSheets(project, readJson(sheetsFile)));
      if (json) printJson(result);
      else printTable(result, new Map(project.bidders.map((bidder) => [bidder.id, bidder.name])));
    });
}

function printTable({ bidders, struck }: ScoreResult, names: ReadonlyMap<string, string>): void {
  process.stdout.write('名次\t总分\t价格分\t投标人\n');
  for (const { id, rank, total, price } of bidders) {
    process.stdout.write(
      `${rank}\t${pointsText(total)}\t${pointsText(price)}\t${id} ${names.get(id) ?? ''}\n`,
    );
  }
  if (struck.length > 0) process.stdout.write(`按规则整表剔除：${struck.join('、')}\n`);
}
