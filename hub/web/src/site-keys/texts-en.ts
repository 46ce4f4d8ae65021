import type { zh } from './texts-zh.ts';

/** Texts of the signing keys of sites, English. */
export const en: Readonly<Record<keyof typeof zh, string>> = {
  'title.keys': 'Signing keys',
  about:
    'Once the input of a draw is frozen, every site that takes part countersigns its digest with the key of its own workstation before it may commit to a number: so nobody can exchange the frozen list under them. The key is made in the workstation’s browser and never leaves it; its public half is registered at the hub and stands in the ledger.',
  none: 'No signing key is registered yet',
  site: 'Site',
  label: 'Workstation',
  'label.needed': 'Name the workstation',
  'label.example': 'e.g. ground floor desk, no. 1',
  key: 'Public key',
  registered: 'Registered',
  standing: 'State',
  active: 'Active',
  revoked: 'Revoked',
  revoke: 'Revoke',
  'revoke.title': 'Revoke the signing key "{{label}}"',
  'revoke.hint':
    'It countersigns nothing from then on; what it has signed stands. Revoke it when the workstation is lost, replaced, or may be used by others.',
  'own.none':
    'This workstation has no signing key. It can countersign draws once it is registered; a site that does not countersign is recorded as withheld, and an alert is raised.',
  'own.unregistered': 'The key of this workstation is not registered yet. Register it again.',
  'own.revoked': 'The key of this workstation is revoked. Register a new one to countersign here.',
  'own.ready': 'The key of this workstation is registered; open pages countersign by themselves.',
  'own.plain':
    'This page was not opened on a secure connection (https), so the browser cannot seal the private key. Better open it by https and register again.',
  register: 'Register this workstation',
  'register.confirm': 'Make and register',
  'register.hint':
    'A signing key is made in this browser, and its public half registered at the hub in your name. Do this on your own site’s workstations alone.',
  'register.done': 'Registered: this workstation can countersign now',
};
