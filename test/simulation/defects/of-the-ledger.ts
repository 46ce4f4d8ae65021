/** Defects of the ledger, its checkpoints, and the database under it. */
import { MINUTE } from '../clock.ts';
import type { Morning } from '../morning.ts';
import type { Defect } from './defect.ts';

/** Changes rows behind the hub's back, past the triggers that keep them. */
function behindItsBack({ disk, clock, truth }: Morning, minutes: number, change: string): void {
  const attempt = () => {
    if (disk.raw.inTransaction || truth.entries.length < 60) {
      clock.after(MINUTE, attempt);
      return;
    }
    disk.raw.exec('drop trigger if exists ledger_no_update; drop trigger if exists checkpoints_no_update');
    disk.raw.exec(change);
  };
  clock.after(minutes * MINUTE, attempt);
}

export const ledgerDefects: readonly Defect[] = [
  {
    name: 'wrong-root-signed',
    what: 'now and then a checkpoint is signed over another root',
    plant(seams, _morning, chance) {
      seams.logKey = (key) => ({
        ...key,
        signNote: (text) => {
          const [origin = '', size = '', root = ''] = text.split('\n');
          const other = Buffer.from(root, 'base64');
          other[0] = (other[0] ?? 0) ^ 1;
          const wrong = `${origin}\n${size}\n${other.toString('base64')}\n`;
          return key.signNote(chance.happens(0.05) ? wrong : text);
        },
      });
    },
  },
  {
    name: 'checkpoint-skipped',
    what: 'now and then a group is committed without its checkpoint',
    plant(seams, _morning, chance) {
      seams.made = (made) => ({
        ...made,
        checkpoints: {
          write: async (db, at) => (chance.happens(0.05) ? () => {} : made.checkpoints.write(db, at)),
        },
      });
    },
  },
  {
    name: 'checkpoint-unsigned',
    what: 'checkpoints are signed by another key',
    plant(seams) {
      seams.logKey = (key) => ({
        ...key,
        signNote: (text) => {
          const note = key.signNote(text);
          const place = note.lastIndexOf(' ') + 30;
          return `${note.slice(0, place)}${note[place] === 'A' ? 'B' : 'A'}${note.slice(place + 1)}`;
        },
      });
    },
  },
  {
    name: 'entry-altered',
    what: "the time of an entry is changed in the ledger's table",
    plant(_seams, morning) {
      const change = `update ledger set at = '2026-11-24T00:29:00.000Z' where seq = 50`;
      behindItsBack(morning, 60, change);
    },
  },
  {
    name: 'payload-altered',
    what: "an entry's payload is changed in the ledger's table",
    plant(_seams, morning) {
      behindItsBack(
        morning,
        60,
        `update ledger set payload = replace(payload, '厅', '庁') where type = 'hall.created'`,
      );
    },
  },
  {
    name: 'checkpoint-altered',
    what: 'a stored checkpoint is given another root',
    plant(_seams, morning) {
      const change =
        'update checkpoints set root = zeroblob(32) where size = (select max(size) from checkpoints)';
      behindItsBack(morning, 70, change);
    },
  },
  {
    name: 'older-checkpoint-shown',
    what: 'a witness is shown an older checkpoint',
    plant(seams, { disk }, chance) {
      seams.answer = (body, _session, url) => {
        if (url !== '/ledger/checkpoint' || !chance.happens(0.1)) return body;
        const older = disk.raw.prepare('select note from checkpoints order by size limit 1 offset 3').get();
        return (older as { note: string } | undefined)?.note ?? body;
      };
    },
  },
  {
    name: 'commit-not-durable',
    what: 'a commit is answered and then lost with the power',
    plant(_seams, { disk }, chance) {
      // The database says that it has committed, and has taken it all back.
      const real = disk.raw.prepare('rollback');
      disk.instead = () => (chance.happens(0.01) ? real : null);
    },
  },
  {
    name: 'restored-from-older',
    what: 'the hub goes on from an older copy of its database, as one that is not fenced',
    plant(_seams, { disk, clock, hub, truth }) {
      clock.after(50 * MINUTE, () => {
        const copy = disk.raw.serialize();
        const size = truth.entries.length;
        const attempt = () => {
          // Only once something has been written that the copy lacks, while no hub is at work.
          if (truth.entries.length < size + 5 || disk.raw.inTransaction) {
            clock.after(MINUTE, attempt);
            return;
          }
          hub.kill(false);
          disk.goBackTo(copy);
          clock.after(10_000, () => {
            if (!hub.alive) void hub.start().catch(() => {});
          });
        };
        clock.after(20 * MINUTE, attempt);
      });
    },
  },
];
