/** The columns of a list of experts in a table: their heads, and how a cell is written. */
import type { Text } from '#shared/catalogue/text.ts';
import type { Employment, EmploymentRole, Kin, Period, PoolExpert, Suspension } from '#shared/pool/expert.ts';

export interface Column {
  readonly field: keyof PoolExpert;
  readonly zh: string;
  readonly required: boolean;
  /** How it is written, where that is not plain. */
  readonly form?: Text;
  /** An example, for the template. */
  readonly example: string;
  /** What a cell says; undefined where it is not written as it must be. */
  read(cell: string): unknown;
}

const text = (cell: string) => cell;
const roles: Readonly<Record<string, EmploymentRole>> = {
  职工: 'employee',
  员工: 'employee',
  董事: 'director',
  监事: 'supervisor',
  控股股东: 'controller',
  实际控制人: 'controller',
  employee: 'employee',
  director: 'director',
  supervisor: 'supervisor',
  controller: 'controller',
};

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;

/** A day as people write it, 2026-11-23, 2026/11/23 or 2026年11月23日; whether there is such a day is seen later. */
export function dayOf(cell: string): string | undefined {
  const [, year, month = '', date = ''] = DAY.exec(cell.trim()) ?? [];
  return year === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}

/** A list in one cell: entries on lines of their own or between semicolons. */
function listOf<T>(cell: string, read: (entry: string) => T | undefined): T[] | undefined {
  const entries = cell.split(/[\n;；]/).map((entry) => entry.trim());
  const list = entries.filter((entry) => entry !== '').map(read);
  return list.includes(undefined) ? undefined : (list as T[]);
}

const partsOf = (entry: string) => entry.split(/[|｜]/).map((part) => part.trim());
const code = (part: string | undefined) => (part ? { code: part.toUpperCase() } : {});

/** `今` and nothing stand for an end that has not come. */
function lastDay(part: string | undefined): string | null | undefined {
  return part === undefined || part === '' || part === '今' || part === '至今' ? null : dayOf(part);
}

function employment(entry: string): Employment | undefined {
  const [employer, partyCode, role = '', first, last, ...more] = partsOf(entry);
  const [is, from, until] = [roles[role || '职工'], first ? dayOf(first) : null, lastDay(last)];
  if (!employer || !is || from === undefined || until === undefined || more.length > 0) return undefined;
  return { employer, ...code(partyCode), role: is, from, until };
}

function kin(entry: string): Kin | undefined {
  const [name, relation, employer, partyCode, ...more] = partsOf(entry);
  if (!name || !relation || !employer || more.length > 0) return undefined;
  return { name, relation, employer, ...code(partyCode) };
}

function period(entry: string): Period | undefined {
  const [first = '', last = first, ...more] = entry.split(/[~～至]/);
  const [from, until] = [dayOf(first), dayOf(last)];
  return from === undefined || until === undefined || more.length > 0 ? undefined : { from, until };
}

function suspension(entry: string): Suspension | undefined {
  const [first = '', last, reason, ...more] = partsOf(entry);
  const [from, until] = [dayOf(first), lastDay(last)];
  if (from === undefined || until === undefined || !reason || more.length > 0) return undefined;
  return { from, until, reason };
}

const days: Text = { zh: '2026-11-23', en: '2026-11-23' };

export const columns: readonly Column[] = [
  { field: 'id', zh: '编号', required: true, example: 'ZJ000001', read: text },
  { field: 'name', zh: '姓名', required: true, example: '张三', read: text },
  {
    field: 'idNumber',
    zh: '身份证号码',
    required: true,
    form: { zh: '18 位身份证号码，末位可为 X', en: 'an ID number of 18 digits, the last of which may be X' },
    example: '11010519491231002X',
    read: (cell) => cell.toUpperCase(),
  },
  {
    field: 'badge',
    zh: '工作证号',
    required: true,
    form: { zh: '3 到 32 个字母、数字或“-”', en: '3 to 32 letters, digits or "-"' },
    example: 'GZ-000001',
    read: text,
  },
  {
    field: 'categories',
    zh: '专业类别',
    required: true,
    form: { zh: '类别编号，多个用顿号或分号隔开', en: 'ids of categories, with semicolons between them' },
    example: 'A01、A02',
    read: (cell) => cell.split(/[、,，;；\s]+/).filter((one) => one !== ''),
  },
  { field: 'site', zh: '场所编号', required: true, example: 'HF', read: text },
  { field: 'employer', zh: '工作单位', required: true, example: '某某设计研究院有限公司', read: text },
  {
    field: 'keyFingerprint',
    zh: '签名证书指纹',
    required: true,
    example: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    read: (cell) => cell.replace(/[:\s]/g, '').toLowerCase(),
  },
  {
    field: 'employerCode',
    zh: '单位统一社会信用代码',
    required: false,
    form: { zh: '18 位统一社会信用代码', en: 'a unified social credit code of 18 characters' },
    example: '91340100MA2MX6QJ7K',
    read: (cell) => cell.toUpperCase(),
  },
  {
    field: 'role',
    zh: '在单位的身份',
    required: false,
    form: {
      zh: '职工、董事、监事、控股股东或实际控制人',
      en: 'employee, director, supervisor or controller',
    },
    example: '职工',
    read: (cell) => roles[cell],
  },
  { field: 'since', zh: '入职日期', required: false, form: days, example: '2015-07-01', read: dayOf },
  {
    field: 'employments',
    zh: '任职经历',
    required: false,
    form: {
      zh: '单位|统一社会信用代码|身份|起|止，每段一行或用分号隔开',
      en: 'employer|code|role|from|until, one a line or with semicolons between them',
    },
    example: '某某建设集团有限公司||职工|2008-07-01|2015-06-30',
    read: (cell) => listOf(cell, employment),
  },
  {
    field: 'kin',
    zh: '亲属任职',
    required: false,
    form: {
      zh: '姓名|关系|单位|统一社会信用代码，每人一行或用分号隔开',
      en: 'name|relation|employer|code, one a line or with semicolons between them',
    },
    example: '李四|配偶|某某工程有限公司|',
    read: (cell) => listOf(cell, kin),
  },
  {
    field: 'unavailable',
    zh: '不能参加的日期',
    required: false,
    form: {
      zh: '2026-11-23 或 2026-11-23~2026-11-30，多个用分号隔开',
      en: '2026-11-23 or 2026-11-23~2026-11-30; semicolons between them',
    },
    example: '2026-12-01~2026-12-07',
    read: (cell) => listOf(cell, period),
  },
  {
    field: 'suspensions',
    zh: '暂停参评',
    required: false,
    form: {
      zh: '起|止|原因，止空着为解除前一直有效',
      en: 'from|until|reason; without an end, until it is lifted',
    },
    example: '',
    read: (cell) => listOf(cell, suspension),
  },
];
