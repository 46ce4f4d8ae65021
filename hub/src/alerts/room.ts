/** Alerts (预警): what is raised at the warning nodes, and what people decide on it. Owns the table `alerts`. */
import { type Planned, plan, type Room } from '../ledger/command.ts';
import { type AlertToRaise, raiseAbnormalMarks, raiseAlert } from './decide.ts';
import { alertProjection } from './tables.ts';

const raise = (alert: AlertToRaise): Planned[] => [plan(raiseAlert, alert)];

const witnessAlerts = {
  cosigning: null,
  silent: 'WITNESS_MISSING',
  forked: 'WITNESS_FORK',
  ahead: 'WITNESS_AHEAD',
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
    'recusal.declared': ({ payload: { project, alias } }) =>
      raise({ code: 'RECUSAL_DECLARED', values: { alias }, project }),
    'member.replaced': ({ payload: { project, because, replacement } }) =>
      replacement === null ? raise({ code: 'PANEL_SHORT', values: { because }, project }) : [],
    'flag.raised': ({ payload: { project } }) => [plan(raiseAbnormalMarks, { project })],
    'booth.trouble': ({ payload: { booth, seat, site, what } }) => {
      if (what === 'key-returned') return [];
      return raise({
        code: what === 'help' ? 'BOOTH_HELP' : 'BOOTH_KEY_REMOVED',
        values: { seat },
        site,
        booth,
      });
    },
    'booth.missing': ({ payload: { booth, site } }) =>
      raise({ code: 'BOOTH_MISSING', values: { booth }, site, booth }),
    'booth.fingerprint-changed': ({ payload: { booth, site, changedText } }) =>
      raise({ code: 'FINGERPRINT_CHANGED', values: { booth, changed: changedText }, site, booth }),
    'witness.changed': ({ payload: { witness, state, size } }) => {
      const code = witnessAlerts[state];
      return code ? raise({ code, values: { witness, size } }) : [];
    },
    'time-authority.changed': ({ payload: { url, state, zh, en } }) => {
      const code = authorityAlerts[state];
      return code ? raise({ code, values: { url, zh, en } }) : [];
    },
    'user.password-reset': ({ payload: { user, who, reason } }) =>
      raise({ code: 'PASSWORD_RESET', values: { user, who, reason } }),
    'sign-in.refused': ({ payload: { user, address } }) =>
      raise({ code: 'SIGN_IN_REFUSED', values: { user, address } }),
  },
};
