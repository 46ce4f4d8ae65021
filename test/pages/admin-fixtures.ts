import { sha256Hex } from '#shared/canonical/index.ts';
import type { PoolExpert } from '#shared/pool/expert.ts';

const surnames = ['陈', '李', '王', '赵', '孙', '钱', '吴', '郑', '冯', '褚', '卫', '蒋', '沈', '韩'];
const given = [
  '国栋',
  '慧敏',
  '建军',
  '雅琴',
  '志远',
  '文博',
  '秀英',
  '海涛',
  '丽华',
  '明德',
  '东升',
  '晓峰',
  '玉兰',
  '永康',
];
const employers = [
  '安徽省建筑设计研究总院',
  '合肥工业大学',
  '中铁四局集团',
  '安徽水利开发有限公司',
  '合肥市轨道交通集团',
];
const categories = ['C01', 'C02', 'C03'];

/** A list of experts of one site, invented, with ID numbers whose check digits are right (GB 11643). */
export function poolList(site: string, count: number): PoolExpert[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${site}-E${String(index + 1).padStart(3, '0')}`,
    name: `${surnames[index % 14]}${given[(index * 5) % 14]}`,
    idNumber: withCheckDigit(`34010419${60 + (index % 30)}0${1 + (index % 9)}1${index % 10}45${index % 10}`),
    badge: `ZJ-0${1021 + index}`,
    categories: [categories[index % 3] ?? '', ...(index % 4 === 0 ? ['C09'] : [])],
    site,
    employer: employers[index % 5] ?? '',
    keyFingerprint: sha256Hex(`key ${site} ${index}`),
  }));
}

function withCheckDigit(seventeen: string): string {
  const sum = [...seventeen].reduce(
    (total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11),
    0,
  );
  return seventeen + '10X98765432'[sum % 11];
}
