import type { NamedSignature } from '../document-input.ts';
import { body, type Chapter, writeSubheading } from './chapter.ts';
import { type Column, writeTable } from './table.ts';
import { beijingTime, personCell, personOf } from './words.ts';

const positionWords = {
  agree: '同意',
  dissent: '有不同意见',
  refused: '拒绝签字且不说明理由，视为同意',
} as const;

/** What each member says to the report; a dissent stands in full (招标投标法实施条例 art. 53). */
export const positionsChapter: Chapter = {
  title: '评标委员会成员意见',
  write(paper, document) {
    const order = document.content.panel.map((member) => member.expert);
    const positions = document.consents.toSorted((a, b) => order.indexOf(a.expert) - order.indexOf(b.expert));
    writeTable(
      paper,
      [
        { title: '成员', share: 26, align: 'center' },
        { title: '意见', share: 40, align: 'center' },
        { title: '时间', share: 34, align: 'center' },
      ],
      positions.map(({ expert, alias, position, at }) => ({
        cells: [personOf(document, expert, alias), positionWords[position], beijingTime(at)],
      })),
    );
    const dissents = positions.filter(({ dissent }) => dissent !== null);
    if (dissents.length === 0) paper.paragraph('没有成员书面提出不同意见。', body);
    for (const { expert, alias, dissent } of dissents) {
      writeSubheading(paper, `${personOf(document, expert, alias)}的不同意见`);
      paper.paragraph(dissent ?? '', body);
    }
  },
};

const signatureColumns: readonly Column[] = [
  { title: '签署人', share: 17, align: 'center' },
  { title: '签署内容', share: 18, align: 'center' },
  { title: '签署时间', share: 18, align: 'center' },
  { title: '证书持有人与序列号', share: 28 },
  { title: '签署内容摘要（SHA-256）', share: 32 },
];

/** Every electronic signature of the evaluation, so that each can be looked up in the evidence. */
export const signaturesChapter: Chapter = {
  title: '电子签名清单',
  ownPage: true,
  write(paper, document) {
    paper.paragraph(
      `本次评标共有 ${document.signatures.length} 份电子签名，均可用证据文件夹中的原文与签名文件独立验证；评分表和报告意见的签名附有可信时间戳。`,
      body,
    );
    writeTable(
      paper,
      signatureColumns,
      document.signatures.map((signature) => ({
        cells: [
          personCell(document, signature.expert, signature.alias),
          signedWhat(signature),
          signature.signedAt === '' ? '—' : beijingTime(signature.signedAt),
          `${signature.signer}\n${signature.serial}`,
          signature.digest,
        ],
      })),
    );
    paper.paragraph(
      `本报告所附成员意见签署的报告内容摘要为 ${document.digest}。本报告由系统加盖电子签章，任何改动都会使签章失效。`,
      body,
    );
  },
};

function signedWhat({ what, version, inForce }: NamedSignature): string {
  if (what === 'pledge') return '承诺书';
  if (what === 'consent') return '报告意见';
  return `评分表第 ${version ?? 1} 版${inForce ? '' : '\n（已被替代或作废）'}`;
}
