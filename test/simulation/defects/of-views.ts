/** Defects of what is told: to whom, and before what time. They sit where views read the tables, outside commands. */
import type { Rows, Seams } from '../seams.ts';
import type { Defect } from './defect.ts';

interface State {
  stage: string;
  members: { pledgedAt: string | null; signedAt: string | null; disclosed: boolean }[];
}

/** Lets views see another state of an evaluation than commands do. */
function stateSeen(seams: Seams, change: (state: State) => void): void {
  seams.rows = (rows, sql, _parameters, inCommand) => {
    if (inCommand || !/from "evaluations"/.test(sql)) return rows;
    return rows.map((row) => {
      if (typeof row.state !== 'string') return row;
      const state = JSON.parse(row.state) as State;
      change(state);
      return { ...row, state: JSON.stringify(state) };
    });
  };
}

export const viewDefects: readonly Defect[] = [
  {
    name: 'early-reveal',
    what: 'views show the result while sheets are still being signed',
    plant(seams) {
      stateSeen(seams, (state) => {
        const someSigned = state.members.some(({ signedAt }) => signedAt !== null);
        if (state.stage === 'signing' && someSigned) state.stage = 'lookback';
      });
    },
  },
  {
    name: 'bidders-before-pledge',
    what: "bidders' names are shown before the pledge",
    plant(seams) {
      stateSeen(seams, (state) => {
        for (const member of state.members) member.pledgedAt ??= '2026-11-24T00:00:00.000Z';
      });
    },
  },
  {
    name: 'names-before-check-in',
    what: "experts' names are shown before the panel has come together",
    plant(seams) {
      stateSeen(seams, (state) => {
        for (const member of state.members) member.disclosed = true;
      });
    },
  },
  {
    name: 'marks-of-others',
    what: "an expert is shown another's marks",
    plant(seams, { disk }) {
      seams.rows = (rows, sql, parameters, inCommand) => {
        if (inCommand || !/from "draft_marks"/.test(sql) || !/"expert" = /.test(sql)) return rows;
        const all = disk.raw.prepare('select * from draft_marks where project = ?').all(parameters[0]);
        return all as Rows;
      };
    },
  },
  {
    name: 'flags-of-others',
    what: "an expert is shown another's flags",
    plant(seams, { disk }) {
      seams.rows = (rows, sql, parameters, inCommand) => {
        if (inCommand || !/from "flags"/.test(sql)) return rows;
        const open = disk.raw.prepare(
          "select distinct expert from attendances where project = ? and state = 'admitted'",
        );
        const [someone] = open.all(parameters[0]) as Rows;
        return rows.map((row) => ({ ...row, expert: someone?.expert ?? row.expert }));
      };
    },
  },
  {
    name: 'session-of-another',
    what: 'a booth shows the session of another seat',
    plant(seams, { disk }, chance) {
      seams.rows = (rows, sql, _parameters, inCommand) => {
        const asked = /from "attendances"/.test(sql) && /"seat" = /.test(sql);
        if (inCommand || !asked || rows.length === 0 || !chance.happens(0.05)) return rows;
        const others = disk.raw.prepare("select * from attendances where state = 'admitted'").all() as Rows;
        return others.length > 0 ? [chance.pick(others)] : rows;
      };
    },
  },
  {
    name: 'project-told-to-hall',
    what: "a hall's desk is told a project's title",
    plant(seams, { town }) {
      seams.answer = (body, session, url) =>
        session.role === 'hall' && url === '/api/hall' && body.startsWith('{')
          ? JSON.stringify({ ...(JSON.parse(body) as object), project: town.projects[0]?.title })
          : body;
    },
  },
  {
    name: 'record-unsealed',
    what: 'the record shows what a mark was',
    plant(seams, { disk }) {
      seams.answer = (body, session, url) => {
        if (session.role !== 'audit-admin' || !url.startsWith('/api/record') || !body.startsWith('['))
          return body;
        const rows = JSON.parse(body) as { seq: number; type: string; payload: unknown }[];
        const payload = disk.raw.prepare('select payload from ledger where seq = ?');
        for (const row of rows) {
          if (row.type === 'mark.drafted') {
            row.payload = JSON.parse((payload.get(row.seq) as { payload: string }).payload);
          }
        }
        return JSON.stringify(rows);
      };
    },
  },
];
