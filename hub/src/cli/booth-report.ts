/** `kawei booth report`: the terminal's last readiness report, as its agent has made, signed and sent it. */
import type { Command } from 'commander';
import { encodeQR } from 'qr';
import { boothSettingList } from '#booth/settings.ts';
import { keptReport } from '#booth/shell/kept-report.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { DeviceFound, Readiness, SignedReadiness } from '#shared/protocol/readiness.ts';
import { readSettingList } from '#shared/settings/settings.ts';
import { faultsOfReport, readinessDigest, readReadiness } from '#shared/venues/readiness.ts';
import { printJson, say, writeWhole } from './output.ts';

interface Options {
  readonly json?: boolean;
  readonly pdf?: string;
}

type Line = readonly [label: string, value: string];

export function registerReport(booth: Command): void {
  booth
    .command('report')
    .description(
      '本终端最近一次的就绪报告，可打印 / the last readiness report of this terminal, to be printed',
    )
    .option('--json', '带签名的报告（JSON），供 kawei verify 核验 / with its signature, for kawei verify')
    .option('--pdf <file>', '写成 PDF / write it as PDF')
    .action(report);
}

async function report({ json, pdf }: Options): Promise<void> {
  const { data } = readSettingList(boothSettingList, process.env);
  const signed = keptReport(data);
  if (json) return printJson(signed);
  if (pdf === undefined) {
    process.stdout.write(textOf(signed));
    return;
  }
  writeWhole(pdf, await pdfOf(signed));
  say(`已写入 ${pdf}`, `Written to ${pdf}`);
}

const states: Readonly<Record<DeviceFound['state'], string>> = {
  ready: '正常 ready',
  unused: '未使用 not used',
  failed: '故障 FAILED',
};

function linesOf(report: Readiness, signed: SignedReadiness): Line[] {
  const { booth, at, software, devices, screens, fingerprint, clockAhead, line, disk, lock } = report;
  return [
    ['终端 Terminal', booth],
    ['报告时间 Made at', `${at} (UTC)`],
    ['程序 Program', `${software.agent}, protocol ${software.protocol}`],
    ['运行环境 System', `${software.runtime}, ${software.system}`],
    ...devices.map(({ name, version, state, detail }): Line => {
      const more = [version, detail].filter((one) => one !== null).join(' ');
      return [`设备 Device ${name}`, `${states[state]} ${more}`.trim()];
    }),
    ['显示器 Screens', String(screens)],
    ['机器特征 Fingerprint', fingerprint],
    ['中心时间差 Hub ahead by', clockAhead === null ? '—' : `${clockAhead} ms`],
    ['中心 Hub', line.hub],
    ['证书到期 Certificate until', line.certificateUntil ?? '— (token)'],
    ['未送达 Not sent yet', String(disk.pending)],
    ['磁盘剩余 Free disk', disk.freeMebibytes === null ? '—' : `${disk.freeMebibytes} MiB`],
    ['锁定 Lock', lock ?? '—'],
    ['签名 Signed', signed.signed ? '本机密钥 by its own key' : '未签名 not signed'],
    ['报告摘要 Digest', readinessDigest(signed)],
  ];
}

/** What is to be done, each with its sentence. */
function remarksOf(report: Readiness): string[] {
  return faultsOfReport(report).map(
    ({ code, blocks, text, todo }) =>
      `${blocks ? '✗' : '!'} ${code}  ${text.zh}。${todo.zh}\n    ${text.en}. ${todo.en}`,
  );
}

function verdictOf(report: Readiness): string {
  return faultsOfReport(report).some(({ blocks }) => blocks) ? '未就绪 NOT READY' : '就绪 READY';
}

const TITLE = '终端就绪报告 Readiness report';

function textOf(signed: SignedReadiness): string {
  const report = readReadiness(signed);
  const lines = linesOf(report, signed).map(([label, value]) => `${label}: ${value}`);
  const code = encodeQR(readinessDigest(signed), 'ascii', { ecc: 'low', border: 1 });
  return [`${TITLE}: ${verdictOf(report)}`, '', ...lines, '', ...remarksOf(report), '', code, ''].join('\n');
}

const STYLE = { size: 10.5 };
/** Points of one module of the QR code. */
const MODULE = 3;

async function pdfOf(signed: SignedReadiness): Promise<Buffer> {
  const { Paper } = await import('../reports/document/paper.ts');
  const report = readReadiness(signed);
  const { booth, at } = report;
  const paper = paperOf(
    () => new Paper({ title: TITLE, subject: booth, createdAt: new Date(at), head: [booth, at] }),
  );
  paper.paragraph(`${TITLE}: ${verdictOf(report)}`, { size: 18, weight: 'bold' });
  for (const [label, value] of linesOf(report, signed)) paper.paragraph(`${label}: ${value}`, STYLE, 2);
  for (const remark of remarksOf(report)) paper.paragraph(remark.replace(/\s*\n\s*/g, ' '), STYLE);
  const rows = encodeQR(readinessDigest(signed), 'raw', { ecc: 'medium', border: 4 });
  paper.need(rows.length * MODULE);
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries())
      if (dark) paper.fill(paper.left + x * MODULE, paper.y + y * MODULE, MODULE, MODULE, '#000000');
  return paper.finish();
}

/** A terminal's own package has no typefaces for paper: there the text is printed. */
function paperOf<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new Refusal('FILE_UNREADABLE', { file: '@expo-google-fonts/noto-sans-sc', detail: 'ENOENT' });
  }
}
