/** Lists of experts in files of every kind, and what is wrong with them. */
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '#shared/canonical/index.ts';
import { refusalText } from '#shared/catalogue/refusal.ts';
import { xlsxOf } from '#test/pages/xlsx.ts';
import { type ListInFile, listInFile } from './list.ts';
import { templateCsv, templateXlsx } from './template.ts';

const head = [
  '编号',
  '姓名',
  '身份证号码',
  '工作证号',
  '专业类别',
  '场所编号',
  '工作单位',
  '签名证书指纹',
  '任职经历',
  '亲属任职',
  '不能参加的日期',
];
const row = [
  'E1',
  '张三',
  '11010519491231002x',
  'GZ-1',
  'A01、A02',
  'HF',
  '某大学',
  sha256Hex('key'),
  '甲公司||董事|2008/7/1|2015年6月30日；乙公司|91340100MA2MX6QJ7K|职工||至今',
  '李四|配偶|丙公司|',
  '2026-12-01~2026-12-07',
];
const csv = (...rows: readonly (readonly string[])[]) =>
  rows.map((cells) => cells.map((cell) => `"${cell}"`).join(',')).join('\r\n');
const utf8 = (text: string) => new TextEncoder().encode(text);
const codesOf = ({ faults }: Pick<ListInFile, 'faults'>) =>
  faults.map(({ place, code }) => `${place} ${code}`);
const refusal = (bytes: Uint8Array) =>
  listInFile(bytes).then(
    () => null,
    (error: unknown) => error,
  );

const expected = {
  id: 'E1',
  name: '张三',
  idNumber: '11010519491231002X',
  categories: ['A01', 'A02'],
  employments: [
    { employer: '甲公司', role: 'director', from: '2008-07-01', until: '2015-06-30' },
    { employer: '乙公司', code: '91340100MA2MX6QJ7K', role: 'employee', from: null, until: null },
  ],
  kin: [{ name: '李四', relation: '配偶', employer: '丙公司' }],
  unavailable: [{ from: '2026-12-01', until: '2026-12-07' }],
};

/** "编号,姓名\n" and so on as Excel in China writes it. */
const gb18030 = Uint8Array.from([
  0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0d, 0x0a, 0x45, 0x31, 0x2c, 0xd5, 0xc5, 0xc8, 0xfd,
  0x0d, 0x0a,
]);

describe('a list in a file', () => {
  it.each([
    ['CSV', utf8(csv(head, row))],
    ['CSV with a byte order mark', utf8(`\ufeff${csv(head, row)}`)],
    [
      'CSV with heads marked as needed',
      utf8(
        csv(
          head.map((one) => `${one}*`),
          row,
        ),
      ),
    ],
    ['CSV with tabs', utf8([head, row].map((cells) => cells.join('\t')).join('\n'))],
    ['XLSX', xlsxOf([head, row])],
  ])('%s', async (_kind, bytes) => {
    const { experts, rows, faults } = await listInFile(bytes);
    expect(faults).toEqual([]);
    expect(experts).toMatchObject([expected]);
    expect(rows).toEqual([2]);
  });

  it('in GB18030 is read as such: its heads are known, and those it lacks are named', async () => {
    const error = await refusal(gb18030);
    expect(error).toMatchObject({ code: 'POOL_INVALID' });
    const { faults } = error as { faults: { code: string; values: { column: string } }[] };
    expect(faults.map(({ values }) => values.column)).not.toContain('姓名');
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(['POOL_COLUMN_MISSING']));
  });

  it('tells every fault with its row and column, in words, and reads the others', async () => {
    const bad = [...row];
    bad[2] = '1234';
    bad[8] = '甲公司||老板';
    bad[10] = '明天';
    const list = await listInFile(
      utf8(csv(head, row, bad, ['', '', ''], [...row.slice(0, 3), '#', ...row.slice(4)])),
    );
    expect(list.experts).toHaveLength(1);
    expect(codesOf(list)).toEqual([
      'rows[3].employments POOL_CELL',
      'rows[3].unavailable POOL_CELL',
      'rows[3].idNumber POOL_CELL',
      'rows[5].badge POOL_CELL',
    ]);
    for (const { code, values } of list.faults) expect(refusalText(code, values).zh).not.toMatch(/\{\w+\}/);
  });

  it('says that a number in a spreadsheet may have lost its last digits', async () => {
    const list = await listInFile(
      xlsxOf([head, row.map((cell, at) => (at === 2 ? 110105194912310000 : cell))]),
    );
    expect(codesOf(list)).toEqual(['rows[2].idNumber POOL_CELL_NUMBER']);
  });

  it('with a head that is unknown or stands twice is refused', async () => {
    const error = await refusal(utf8(csv([...head, '电话', '姓名'], row)));
    expect(codesOf(error as ListInFile)).toEqual([
      'rows[1].[12] POOL_COLUMN_UNKNOWN',
      'rows[1].name POOL_COLUMN_REPEATED',
    ]);
  });

  it.each([
    ['nothing', utf8(''), 'POOL_EMPTY'],
    ['a head alone', utf8(csv(head)), 'POOL_EMPTY'],
    ['neither UTF-8 nor GB18030', Uint8Array.from([0xff, 0xff, 0xff]), 'POOL_FILE'],
    ['a ZIP cut off', xlsxOf([head, row]).slice(0, 400), 'POOL_FILE'],
    ['a ZIP that is no workbook', zipSync({ 'a.xml': utf8('<a/>') }), 'POOL_FILE'],
  ])('%s is refused', async (_name, bytes, code) => {
    expect(await refusal(bytes)).toMatchObject({ code });
  });

  it('that would unpack to more than there is room for is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'xl/worksheets/sheet1.xml': new Uint8Array(1000) });
    // What the directory and the part's own head declare: 4 GB less a byte.
    const view = new DataView(bomb.buffer);
    for (let at = 0; at + 4 <= bomb.length; at++) {
      if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 0xfffffffe, true);
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 0xfffffffe, true);
    }
    expect(await refusal(bomb)).toMatchObject({ code: 'POOL_FILE_TOO_LARGE' });
  });

  it('that unpacks to more than it declares is refused', async () => {
    const liar = zipSync({ 'xl/workbook.xml': new Uint8Array(5_000_000) });
    const view = new DataView(liar.buffer);
    for (let at = 0; at + 4 <= liar.length; at++) {
      if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 10, true);
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    expect(await refusal(liar)).toMatchObject({ code: 'POOL_FILE' });
  });

  it.each([
    ['CSV', async () => utf8(templateCsv())],
    ['XLSX', templateXlsx],
  ])('as the template in %s has every column, and its example is well written', async (_kind, template) => {
    const { experts, faults } = await listInFile(await template());
    expect(faults).toEqual([]);
    expect(experts).toHaveLength(1);
  });
});
