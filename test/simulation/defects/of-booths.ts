/** Defects of a booth's outbox. */
import type { Disk } from '#booth/core/disk.ts';
import type { Chance } from '../chance.ts';
import type { Seams } from '../seams.ts';
import type { Defect } from './defect.ts';

/** A statement with whatever parameters it takes. */
interface Statement {
  run(...parameters: unknown[]): unknown;
}

/** Puts another statement in the place of one that the core prepares. */
function instead(seams: Seams, of: RegExp, change: (statement: Statement, disk: Disk) => Statement): void {
  seams.boothDisk = (disk) =>
    Object.assign(Object.create(disk) as Disk, {
      prepare: (sql: string) => {
        const statement = disk.prepare(sql) as unknown as Statement;
        return of.test(sql) ? change(statement, disk) : statement;
      },
    });
}

const INSERT = /^INSERT INTO acts/;
const running = (run: Statement['run']): Statement => ({ run });
const sometimes = (chance: Chance, share: number) => chance.happens(share);

export const boothDefects: readonly Defect[] = [
  {
    name: 'outbox-row-lost',
    what: 'now and then an act is not written to the outbox',
    plant(seams, _morning, chance) {
      instead(seams, INSERT, (statement) =>
        running((...parameters) => (sometimes(chance, 0.15) ? null : statement.run(...parameters))),
      );
    },
  },
  {
    name: 'answered-before-sent',
    what: 'an act counts as answered as soon as it is stored',
    plant(seams) {
      instead(seams, INSERT, (statement, disk) =>
        running((...parameters) => {
          statement.run(...parameters);
          return disk.prepare('UPDATE acts SET views = 0 WHERE n = ?').run(parameters[0] as number);
        }),
      );
    },
  },
  {
    name: 'outbox-not-synced',
    what: 'what was stored last is gone with the power',
    plant(seams) {
      seams.poweredOff = (disk) => {
        disk.exec('DELETE FROM acts WHERE views IS NULL');
      };
    },
  },
  {
    name: 'number-used-again',
    what: 'the outbox counts from the acts it still holds',
    plant(seams) {
      instead(seams, /^INSERT OR REPLACE INTO kept/, (statement) =>
        running((name, value) =>
          name === 'outbox.last' && Number(value) % 5 === 0 ? null : statement.run(name, value),
        ),
      );
    },
  },
];
