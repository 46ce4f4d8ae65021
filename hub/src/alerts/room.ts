/** Alerts (预警): what is raised at the warning nodes, and what people decide on it. Owns the table `alerts`. */
import { dayInChina } from '#shared/time/day.ts';
import { isAlarming } from '#shared/venues/fingerprint.ts';
import { type Planned, plan, type Room } from '../ledger/command.ts';
import { GUESSING } from '../people/guessing.ts';
import { type AlertToRaise, raiseAbnormalMarks, raiseAlert, raiseDiffering } from './decide.ts';
import { raiseRefusedRequests, raiseWrongCodes } from './probing.ts';
import { alertProjection } from './tables.ts';
import { troubleAlerts } from './troubles.ts';

const raise = (alert: AlertToRaise): Planned[] => [plan(raiseAlert, alert)];

const witnessAlerts = {
  cosigning: null,
  silent: 'WITNESS_MISSING',
  forked: 'WITNESS_FORK',
  ahead: 'WITNESS_AHEAD',
} as const;

const listAlerts = {
  'in-force': null,
  stale: 'CRL_STALE',
  missing: 'CRL_MISSING',
  older: 'CRL_OLDER_TAKEN',
  refused: 'CRL_REFUSED',
} as const;

const authorityAlerts = { answering: null, failing: 'TSA_FAILING', expiring: 'TSA_EXPIRING' } as const;

export const alerts: Room = {
  name: 'alerts',
  projection: alertProjection,
  reactions: {
    'admission.refused': ({ payload: { booth, seat, site, badge, zh, en } }) =>
      raise({ code: 'ADMISSION_REFUSED', values: { seat, badge, zh, en }, site, booth }),
    'draw.withheld': ({ payload: { drawId, party, reason } }) =>
      raise({ code: 'DRAW_WITHHELD', values: { drawId, party, reason }, site: party }),
    'draw.failed': ({ payload: { drawId, reason } }) =>
      raise({ code: 'DRAW_FAILED', values: { drawId, reason } }),
    'panel.request-refused': ({ at, payload: { project } }) => [
      plan(raiseRefusedRequests, { project, day: dayInChina(at) }),
    ],
    'invitation.code-wrong': ({ at, payload: { who, site } }) =>
      site === undefined || who === undefined
        ? []
        : [plan(raiseWrongCodes, { site, badge: who, day: dayInChina(at) })],
    'recusal.declared': ({ payload: { project, alias } }) =>
      raise({ code: 'RECUSAL_DECLARED', values: { alias }, project }),
    'objective.differing': ({ payload: { project, count, again } }) =>
      again ? [plan(raiseDiffering, { project, places: count })] : [],
    'member.replaced': ({ payload: { project, because, reason, replacement, by } }) => [
      // The one cause that rests on what somebody says who is not the expert.
      ...(because === 'absence'
        ? raise({ code: 'MEMBER_ABSENT', values: { who: by.replace(/^user:/, ''), reason }, project })
        : []),
      ...(replacement === null ? raise({ code: 'PANEL_SHORT', values: { because }, project }) : []),
    ],
    'expert.departed': ({ payload: { project, booth, seat, site, reason } }) =>
      raise({ code: 'EXPERT_DEPARTED', values: { seat, reason }, project, site, booth }),
    'flag.raised': ({ payload: { project } }) => [plan(raiseAbnormalMarks, { project })],
    'leaning.found': ({ payload: { leaning } }) => raise({ code: 'LEANING_FOUND', values: { leaning } }),
    'flag.overdue': ({ payload: { project, alias, flag, zh, en } }) =>
      raise({ code: 'FLAG_OVERDUE', values: { alias, flag, zh, en }, project }),
    'flag.closed': ({ payload: { project, alias, flag, how } }) =>
      how === 'referred' ? raise({ code: 'FLAG_REFERRED', values: { alias, flag }, project }) : [],
    'booth.trouble': ({ payload: { booth, seat, site, what } }) => {
      if (what === 'key-returned') return [];
      return raise({
        code: troubleAlerts[what],
        values: { seat },
        site,
        booth,
      });
    },
    'booth.missing': ({ payload: { booth, site } }) =>
      raise({ code: 'BOOTH_MISSING', values: { booth }, site, booth }),
    'booth.fingerprint-changed': ({ payload: { booth, site, changedText, weight } }) =>
      weight === undefined || isAlarming(weight)
        ? raise({ code: 'FINGERPRINT_CHANGED', values: { booth, changed: changedText }, site, booth })
        : [],
    'booth.line-refused': ({ payload: { booth, site, zh, en } }) =>
      raise({ code: 'BOOTH_LINE_REFUSED', values: { booth, zh, en }, site, booth }),
    'enrolment.refused': ({ payload: { address, zh, en } }) =>
      raise({ code: 'ENROLMENT_REFUSED', values: { address, zh, en } }),
    'witness.changed': ({ payload: { witness, state, size } }) => {
      const code = witnessAlerts[state];
      return code ? raise({ code, values: { witness, size } }) : [];
    },
    'time-authority.changed': ({ payload: { url, state, zh, en } }) => {
      const code = authorityAlerts[state];
      return code ? raise({ code, values: { url, zh, en } }) : [];
    },
    'revocation-list.changed': ({ payload: { authority, state, zh, en } }) => {
      const code = listAlerts[state];
      return code ? raise({ code, values: { authority, zh, en } }) : [];
    },
    'signers.revoked-late': ({ payload: { project, aliases } }) =>
      raise({ code: 'SIGNED_WHILE_REVOKED', values: { aliases: aliases.join('、') }, project }),
    'signature.refused': ({ payload: { booth, seat, site, zh, en } }) =>
      raise({ code: 'SIGNING_KEY_REVOKED', values: { seat, zh, en }, site, booth }),
    'user.password-reset': ({ payload: { user, who, reason } }) =>
      raise({ code: 'PASSWORD_RESET', values: { user, who, reason } }),
    'sign-in.refused': ({ payload: { user, address, count } }) =>
      count === 1 ? raise({ code: 'SIGN_IN_REFUSED', values: { user, address } }) : [],
    'sign-in.guessing': ({ payload: { user, address, count } }) =>
      count === GUESSING ? raise({ code: 'SIGN_IN_GUESSING', values: { user, address, count } }) : [],
  },
};
