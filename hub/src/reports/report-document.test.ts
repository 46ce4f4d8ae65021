import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Item } from '#shared/projects/project.ts';
import { pathOf } from '#test/programs.ts';
import { sampleReport } from '#test/rehearsal/report-sample.ts';
import type { ReportDocument } from './document-input.ts';
import { type HubIdentity, openIdentity } from './identity.ts';
import { renderReport } from './report-document.ts';
import { sealPdf } from './seal.ts';

const [pdftotext, pdfsig] = [pathOf('PDFTOTEXT'), pathOf('PDFSIG')];

let folder: string;
let identity: HubIdentity;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kawei-report-'));
  identity = await openIdentity(join(folder, 'identity'), new Date());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function save(pdf: Buffer): string {
  const file = join(folder, 'report.pdf');
  writeFileSync(file, pdf);
  return file;
}

/** What poppler reads on the pages: cell by cell as they were written, or as they lie on the page. */
function textOf(pdf: Buffer, order: 'raw' | 'layout' = 'raw'): string {
  return execFileSync(pdftotext, [`-${order}`, save(pdf), '-'], { encoding: 'utf8', maxBuffer: 64e6 });
}

const squeezed = (text: string) => text.replace(/\s+/g, '');

function points(thousandths: number): string {
  return (thousandths / 1000).toFixed(3);
}

test('the same document gives the same bytes', async () => {
  expect((await renderReport(sampleReport())).equals(await renderReport(sampleReport()))).toBe(true);
  const later: ReportDocument = { ...sampleReport(), drawnUpAt: '2026-11-24T00:00:00.000Z' };
  expect((await renderReport(later)).equals(await renderReport(sampleReport()))).toBe(false);
});

describe.skipIf(!existsSync(pdftotext))('the report as a PDF', () => {
  test('gives the ranking in order, each bidder with rank and total to the thousandth', async () => {
    const report = sampleReport();
    const text = textOf(await renderReport(report), 'layout');
    const ranking = text.slice(text.indexOf('八、评分结果与排名'), text.indexOf('九、推荐中标候选人'));
    const { result } = report.content;
    expect(result.length).toBe(4);
    const lines = ranking.split('\n').filter((line) => /^\s+\d+\s.*\d\.\d{3}$/.test(line));
    expect(lines.map((line) => [line.trim().split(/\s+/)[0], line.trim().split(/\s+/).at(-1)])).toEqual(
      result.map(({ rank, total }) => [String(rank), points(total)]),
    );
    const candidates = squeezed(text.slice(text.indexOf('九、推荐'), text.indexOf('十、专家')));
    const places = result.slice(0, 3).map(({ rank }) => candidates.indexOf(`第${rank}名`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const rows = squeezed(textOf(await renderReport(report)));
    for (const { name, rank } of result) expect(rows).toContain(`${rank}${squeezed(name)}`);
  });

  test('names the panel, what was replaced, rejected, clarified, flagged and dissented', async () => {
    const text = squeezed(textOf(await renderReport(sampleReport())));
    for (const said of [
      '评标报告',
      '江城市滨江大道综合管廊及智慧交通配套工程（二标段）设计施工总承包',
      '专家乙王芳市政公用工程滨海市公共资源交易中心组长',
      '专家辛回避',
      '1.资格：安全生产许可证已过有效期',
      '系笔误，以设备清单为准。',
      '说明：经再次核对投标文件，维持原评分。办结：专家书面说明，维持原评分',
      '专家丁（欧阳静）的不同意见',
      '拒绝签字且不说明理由，视为同意',
    ])
      expect(text).toContain(said);
  });

  test('tells who is as good as the last candidate and is none', async () => {
    const report = sampleReport();
    const { result } = report.content;
    const tied = result.map((bidder) => ({ ...bidder, rank: Math.min(bidder.rank, 3) }));
    const told = async (ranked: typeof result) =>
      squeezed(textOf(await renderReport({ ...report, content: { ...report.content, result: ranked } })));
    const sentence = `${squeezed(result[3]?.name ?? '')}与末位候选人总分相同，因候选人至多3名而未列入`;
    expect(await told(tied)).toContain(sentence);
    expect(await told(result)).not.toContain('与末位候选人总分相同');
  });

  test('says in words why each member was replaced', async () => {
    const report = sampleReport();
    const replaced = ['declined', 'no-answer', 'engaged', 'suspended', 'absence'].map((because, place) => ({
      alias: `专家${place}`,
      because,
    }));
    const text = squeezed(
      textOf(await renderReport({ ...report, content: { ...report.content, replaced } })),
    );
    expect(text).toContain('专家0谢绝专家1未答复专家2同日另有项目专家3被暂停专家4未到场或中途缺席');
  });

  test('an amended mark stands beside the one it replaces', async () => {
    const report = sampleReport();
    const flags = report.content.flags.map((flag) => ({
      ...flag,
      ...{ state: 'amended' as const, closed: 'amended' as const, explanation: null, after: 17_500 },
    }));
    const text = squeezed(textOf(await renderReport({ ...report, content: { ...report.content, flags } })));
    expect(text).toMatch(/偏低5修正为17\.5分，已重新签署办结：专家已修正评分并重新签名/);
  });

  test('tells the course of a flag, its vote, and the mark that the rule leaves out', async () => {
    const report = sampleReport();
    const { content } = report;
    const [flag] = content.flags;
    if (!flag?.item) throw new Error('the sample has no flag on an item');
    const votes = { yes: 5, no: 1, abnormal: true };
    const end = { state: 'closed' as const, closed: 'others-mean' as const, explanation: null, votes };
    const rule = 'vote-others';
    const { expert, bidder, item, id } = flag;
    const text = squeezed(
      textOf(
        await renderReport({
          ...report,
          content: {
            ...content,
            project: { ...content.project, lookback: { ...content.project.lookback, consequence: 'vote' } },
            flags: [{ ...flag, ...end, sentBack: '说明过于笼统' }],
            flagSteps: [
              {
                ...{ flag: id, at: '2026-11-23T02:10:00.000Z', written: '说明过于笼统' },
                text: { zh: '退回评标委员会复核', en: 'sent back' },
              },
            ],
            uncounted: [{ expert, bidder, item, rule, mark: 5000, instead: 17_250 }],
          },
        }),
      ),
    );
    for (const said of [
      '本项目规则：由评标委员会表决',
      '监督人员退回复核：说明过于笼统',
      '评标委员会表决：5人认为异常，1人认为不异常。',
      '办结：过半数认为异常且未作书面说明，以其他专家的平均分计入',
      '517.25经表决认定异常，未说明理由vote-others',
      '2026年11月23日10:10:00退回评标委员会复核：说明过于笼统',
    ])
      expect(text).toContain(said);
    expect(text).not.toContain(expert);
  });

  test('names every signature: who, what, serial number and digest', async () => {
    const report = sampleReport();
    const text = squeezed(textOf(await renderReport(report)));
    expect(report.signatures.length).toBe(20);
    expect(text).toContain('共有20份电子签名');
    for (const { digest, serial } of report.signatures) {
      expect(text).toContain(digest);
      expect(text).toContain(serial);
    }
  });

  test('an evaluation without a ranking says why', async () => {
    const report = sampleReport();
    const content = {
      ...report.content,
      ...{ result: [], candidates: [], sheets: [], flags: [], failedBecause: 'no-competition' as const },
      competitionRemains: false,
    };
    const text = squeezed(textOf(await renderReport({ ...report, content })));
    expect(text).toContain('评标委员会认定不具备竞争性');
    expect(text).toContain('本次评标不推荐中标候选人');
  });

  test('long texts go on over the pages, heads and page numbers repeat, nothing is lost', async () => {
    const words = Array.from({ length: 500 }, (_, n) => `第${n}句说明。`).join('');
    const report = sampleReport(40, 15, words);
    const pdf = await renderReport(report);
    const pages = textOf(pdf).split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(20);
    for (const [place, page] of pages.entries()) {
      expect(squeezed(page)).toContain(`第${place + 1}页共${pages.length}页`);
      expect(page).toContain('项目编号 JC-2026-1123');
    }
    // Once as the dissent, a paragraph; once as the explanation, in a cell higher than a page; once as a reason.
    const body = pages.map((page) => squeezed(page).replace(/评标报告项目编号[-\w]+第\d+页共\d+页$/, ''));
    const heads = ['编号专家投标人与评分项提示原评分处理', '投标人结论表决提出的不通过理由'];
    const text = heads.reduce((whole, head) => whole.replaceAll(head, ''), body.join(''));
    expect(text.split(words).length - 1).toBe(3);
    const signaturePages = pages.filter((page) =>
      squeezed(page).includes('签署人签署内容签署时间证书持有人与序列号'),
    );
    expect(signaturePages.length).toBeGreaterThan(1);
  });

  test('marks that go on over pages say on each whose they are', async () => {
    const report = sampleReport();
    const { project, result } = report.content;
    const items = Array.from({ length: 60 }, (_, n) => ({ ...project.items[0], id: `N${n}` }) as Item);
    const content = { ...report.content, project: { ...project, items } };
    const pages = textOf(await renderReport({ ...report, content }))
      .split('\f')
      .map(squeezed);
    const marks = pages.filter((page) => page.includes('评分项专家甲专家乙'));
    expect(marks.length).toBeGreaterThan(result.length);
    for (const page of marks)
      expect(result.some(({ name, rank }) => page.includes(`${squeezed(name)}（第${rank}名）`))).toBe(true);
  });

  test('a character the typeface lacks is written as its code', async () => {
    const report = sampleReport();
    const project = { ...report.content.project, title: '测试𪚥\u0007项目' };
    const text = squeezed(textOf(await renderReport({ ...report, content: { ...report.content, project } })));
    expect(text).toMatch(/测试(𪚥|〔U\+2A6A5〕)〔U\+0007〕项目/u);
  });

  test.skipIf(!existsSync(pdfsig))(
    'sealed, the signature is valid; one changed byte and it is not',
    async () => {
      const at = new Date();
      const sealed = await sealPdf(await renderReport(sampleReport()), identity, at, '评标报告签章');
      const check = (pdf: Buffer) => execFileSync(pdfsig, ['-nocert', save(pdf)], { encoding: 'utf8' });
      expect(check(sealed)).toContain('Signature is Valid');
      expect(squeezed(textOf(sealed))).toContain('八、评分结果与排名');
      const changed = Buffer.from(sealed);
      changed[5_000] = (changed[5_000] ?? 0) ^ 1;
      expect(check(changed)).not.toContain('Signature is Valid');
    },
  );
});
