import { describe, expect, it } from 'vitest';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { readMarks } from './marks-csv.ts';

const header = 'project,expert,bidder,item,max,kind,score';

function refusal(text: string): Refusal {
  try {
    readMarks(text);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('the marks file', () => {
  it('reads points as thousandths, in any order of columns, with or without the optional ones', () => {
    const [row] = readMarks(
      '﻿score,kind,max,item,party,bidder,affiliation,expert,project\n12.5,subjective,15,T1,P9,B1,某院,E1,P1\n',
    );
    expect(row).toEqual({
      ...{ project: 'P1', expert: 'E1', bidder: 'B1', item: 'T1', affiliation: '某院', party: 'P9' },
      ...{ max: 15_000, kind: 'subjective', score: 12_500 },
    });
  });

  it('lists every fault at once, each with its line', () => {
    const rows = ['P1,E1,B1,T1,15,subjective,16', 'P1,E1,B1,T1,15,guess,x', 'P1,,B2,T1,15,subjective,1.2345'];
    const { code, faults } = refusal([header, ...rows].join('\n'));
    expect(code).toBe('MARKS_INVALID');
    expect(faults.map(({ code: fault, place }) => `${fault} ${place}`)).toEqual([
      'MARKS_OVER line 2, score',
      'MARKS_NUMBER line 3, score',
      'MARKS_KIND line 3, kind',
      'MARKS_REPEATED line 3',
      'MARKS_BLANK line 4, expert',
      'MARKS_NUMBER line 4, score',
    ]);
  });

  it('names the columns that are missing', () => {
    expect(refusal('project,expert\nP1,E1\n').faults.map((fault) => fault.values?.column)).toEqual([
      ...['bidder', 'item', 'max', 'kind', 'score'],
    ]);
  });

  it('counts lines as an editor does, over blank lines', () => {
    const { faults } = refusal(`${header}\n\nP1,E1,B1,T1,15,subjective,10\n\nP1,E1,B2,T1,15,subjective,16\n`);
    expect(faults.map(({ place }) => place)).toEqual(['line 5, score']);
  });

  it('finds lines of another width, doubled columns, and items that contradict themselves', () => {
    const lines = [
      'P1,E1,B1,T1,15,subjective',
      'P1,E1,B2,T1,15,subjective,9,9',
      'P1,E1,B3,T1,15,subjective,9',
    ];
    const contrary = [
      'P1,E2,B3,T1,20,subjective,9',
      'P1,E3,B3,T1,15.0,objective,9',
      'P2,E3,B3,T1,20,subjective,9',
    ];
    const { faults } = refusal([header, ...lines, ...contrary].join('\n'));
    expect(faults.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'MARKS_WIDTH line 2',
      'MARKS_WIDTH line 3',
      'MARKS_ITEM_DIFFERS line 5',
      'MARKS_ITEM_DIFFERS line 6',
    ]);
    const twice = refusal(`${header},score\nP1,E1,B1,T1,15,subjective,9,9\n`);
    expect(twice.faults.map(({ code, values }) => [code, values?.column])).toEqual([
      ['MARKS_COLUMN_TWICE', 'score'],
    ]);
  });

  it('refuses what is empty and what is not CSV', () => {
    expect(refusal(`${header}\n`).code).toBe('MARKS_EMPTY');
    expect(refusal(`${header}\n"open`).code).toBe('MARKS_NOT_CSV');
  });
});
