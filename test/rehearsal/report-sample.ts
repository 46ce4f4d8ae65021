/** A report as it stands before the seal, of any size, without an evaluation behind it. */

import type { ReportContent } from '#hub/reports/contents.ts';
import type { NamedSignature, ReportDocument } from '#hub/reports/document-input.ts';
import { aliasAt } from '#hub/scoring/aliases.ts';
import { canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import { percentFlags } from '#shared/lookback/percent.ts';
import type { Project } from '#shared/projects/project.ts';
import { score } from '#shared/scoring/score.ts';
import type { MarkSheet } from '#shared/scoring/sheet.ts';

const AT = '2026-11-23T03:20:05.000Z';

export const names = ['诸葛明远', '王芳', '李国强', '欧阳静', '陈志刚', '赵敏', '阿卜杜热合曼·买买提依明'];

export const bidderNames = [
  '江城市第一建筑工程集团有限责任公司',
  '华东勘测设计研究院有限公司与中部路桥建设股份有限公司（联合体，牵头人：华东勘测设计研究院有限公司）',
  'Nordwind Engineering (Shanghai) Co., Ltd.',
  '滨海恒信市政园林有限公司',
  '远大交通设施有限公司',
];

export function sampleProject(bidders: number, experts: number): Project {
  const item = (id: string, section: 'technical' | 'commercial', title: string, max: number) =>
    ({ id, section, title, max, step: 500, kind: id === 'C2' ? 'objective' : 'subjective' }) as const;
  return {
    format: 'kawei/project@1',
    id: 'JC-2026-1123',
    title: '江城市滨江大道综合管廊及智慧交通配套工程（二标段）设计施工总承包',
    regime: 'bidding',
    tenderer: '江城市城市建设投资开发有限公司',
    agency: '江城正信工程咨询有限公司',
    items: [
      item('T1', 'technical', '总体实施方案与技术路线的完整性、针对性和可行性', 20_000),
      item('T2', 'technical', '质量与安全保证措施', 15_000),
      item('T3', 'technical', '进度计划', 10_000),
      item('C1', 'commercial', '类似项目业绩', 15_000),
      item('C2', 'commercial', '企业资质证书', 10_000),
    ],
    price: {
      max: 30_000,
      decimals: 2,
      formula: {
        kind: 'benchmark-mean',
        trim: 'auto',
        factor: 980,
        perPercentAbove: 600,
        perPercentBelow: 300,
        floor: 10_000,
      },
    },
    aggregation: { kind: 'trimmed-mean', decimals: 3 },
    bidders: Array.from({ length: bidders }, (_, n) => ({
      id: `B${n + 1}`,
      name: bidderNames[n] ?? `投标单位${n + 1}有限公司`,
      party: `9142010030019${String(n + 1).padStart(4, '0')}X`,
      price: 12_345_678_900 + n * 123_456_700,
    })),
    panel: {
      categories: [{ id: 'A01', count: experts, title: '市政公用工程' }],
      sites: [{ id: 'JC', min: 0, max: experts }],
      maxPerEmployer: 1,
      reserves: 3,
    },
    lookback: { percent: 30, basis: 'others', falseAlarm: 0.01 },
  };
}

/** A report with all that can stand in one; `prose` is every written reason, explanation and dissent in it. */
export function sampleReport(
  bidders = 5,
  experts = 7,
  prose = '经再次核对投标文件，维持原评分。',
): ReportDocument {
  const project = sampleProject(bidders, experts);
  const valid = project.bidders.slice(0, Math.max(3, bidders - 1)).map(({ id }) => id);
  const members = Array.from({ length: experts }, (_, n) => ({
    expert: sha256Hex(`expert ${n}`).slice(0, 32),
    alias: aliasAt(n),
    name: names[n] ?? `专家姓名${n + 1}`,
    ticket: sha256Hex(`ticket ${n}`),
    category: 'A01',
    site: n % 2 ? 'BH' : 'JC',
    siteName: n % 2 ? '滨海市公共资源交易中心' : '江城市公共资源交易中心',
    isChair: n === 1,
  }));
  const sheets = members.map(({ expert, ticket }, n): MarkSheet => ({ expert, ticket, marks: marksOf(n) }));
  function marksOf(n: number) {
    return Object.fromEntries(
      valid.map((bidder, b) => [
        bidder,
        Object.fromEntries(
          project.items.map(({ id, max }, i) => {
            if (id === 'C2') return [id, 10_000];
            if (n === 2 && b === 3 && i === 0) return [id, 5_000];
            return [id, max - 500 * ((n * 3 + b * 5 + i * 2) % 7)];
          }),
        ),
      ]),
    );
  }
  const { bidders: result, struck } = score(project, sheets, valid);
  const nameOf = (id: string) => project.bidders.find((bidder) => bidder.id === id)?.name ?? id;
  const flags: ReportContent['flags'] = percentFlags(project, sheets, valid).map((flag, place) => ({
    id: `F${place + 1}`,
    expert: flag.expert,
    alias: members.find((member) => member.expert === flag.expert)?.alias ?? '',
    ...{ bidder: flag.bidder, item: flag.item, direction: flag.direction, rule: flag.rule, text: flag.text },
    rankingWouldChange: flag.rankingWouldChange,
    before: flag.value,
    ...{ dueAt: null, votes: null, sentBack: null },
    ...(place % 2
      ? { state: 'amended' as const, explanation: null, after: flag.basisValue, closed: 'amended' as const }
      : { state: 'explained' as const, explanation: prose, after: null, closed: 'explained' as const }),
  }));
  const content: ReportContent = {
    format: 'kawei/report@1',
    project,
    panel: members,
    replaced: [{ alias: '专家辛', because: 'recusal' }],
    review: project.bidders.map(({ id: bidder }) =>
      valid.includes(bidder)
        ? { bidder, valid: true, votes: null, reasons: [] }
        : {
            bidder,
            valid: false,
            votes: { valid: 2, invalid: experts - 2 },
            reasons: ['资格：安全生产许可证已过有效期', `响应性：${prose}`],
          },
    ),
    competitionRemains: null,
    failedBecause: null,
    clarifications: [
      {
        id: 'Q1',
        bidder: 'B1',
        state: 'answered',
        question: '请说明施工组织设计第 3.2 节所列盾构机型号与设备清单不一致的原因。',
        answer: '系笔误，以设备清单为准。',
      },
    ],
    sheets: sheets.map(({ expert, marks }, n) => ({
      expert,
      ...{ alias: aliasAt(n), version: 1, digest: sha256Hex(canonicalText(marks)), signedAt: AT, marks },
    })),
    result: result.map((bidder) => ({ ...bidder, name: nameOf(bidder.id) })),
    struck,
    candidates: result.slice(0, 3).map(({ id }) => id),
    flags,
    entry: [],
  };
  const consents = members.map(({ expert, alias }, n): ReportDocument['consents'][number] => {
    const signed = { content: `{"n":${n}}`, cms: '', tsr: '' };
    if (n === 3) return { expert, alias, position: 'dissent', dissent: prose, signed, at: AT };
    if (n === 4) return { expert, alias, position: 'refused', dissent: null, signed: null, at: AT };
    return { expert, alias, position: 'agree', dissent: null, signed, at: AT };
  });
  const named = (what: NamedSignature['what'], n: number, version: number | null): NamedSignature => ({
    ...{ what, version, inForce: true, expert: members[n]?.expert ?? '', alias: aliasAt(n) },
    ...{ signer: members[n]?.name ?? '', serial: sha256Hex(`serial ${n}`).slice(0, 32), signedAt: AT },
    digest: sha256Hex(`${what} ${n}`),
  });
  const all = members.map((_, n) => n);
  return {
    content,
    digest: sha256Hex(canonicalText(content)),
    drawnUpAt: AT,
    consents,
    signatures: [
      ...all.map((n) => named('pledge', n, null)),
      ...all.map((n) => named('sheet', n, 1)),
      ...all.filter((n) => n !== 4).map((n) => named('consent', n, null)),
    ],
  };
}
