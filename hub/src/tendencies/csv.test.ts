import { expect, test } from 'vitest';
import { csvFile } from './csv.ts';

test('a file for spreadsheets: a mark, quotes where they are needed, nothing that is taken for a formula', () => {
  const rows = [
    ['江北, 一', '说 "好"', -1.5, true, null],
    ['=1+1', '@x', '-2', '+3', '两\n行'],
  ];
  expect(csvFile(['a', 'b', 'c', 'd', 'e'], rows)).toBe(
    '\uFEFFa,b,c,d,e\r\n"江北, 一","说 ""好""",-1.5,true,\r\n\'=1+1,\'@x,\'-2,\'+3,"两\n行"\r\n',
  );
});
