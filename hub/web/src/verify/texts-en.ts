import type { zh } from './texts-zh.ts';

/** Texts of the public verification page, English. */
export const en: Readonly<Record<keyof typeof zh, string>> = {
  title: 'Verify certificates and evidence',
  about:
    'Anybody can check here: a witness certificate, an evidence folder (or its ZIP), an exported ledger, a ledger proof.',
  private: 'Files are checked in your browser and sent nowhere; it works without a network too.',
  drop: 'Drop the files here, or click to choose',
  'drop.hint': 'certificate.json, evidence.zip, *.tlog-proof; ca.pem and key may be chosen along',
  folder: 'Choose a whole folder',
  working: 'Checking…',
  holds: 'Verified: all {{count}} checks hold',
  'holds.detail':
    'These files are what the ledger has recorded; signatures and time-stamps are valid; nothing was altered.',
  fails: 'Not verified: {{failed}} of {{count}} checks do not hold',
  'fails.detail': 'The first that does not hold is {{place}}: “{{text}}”. {{why}}',
  'fails.next':
    'Ask for the original again, from whoever gave you the files or from the trading centre; if it still fails, tell the supervisors.',
  refused: 'Cannot be checked',
  checks: 'Each check',
  items: '{{count}} places',
  'items.failed': '{{failed}} do not hold',
  'kind.evidence': 'Evidence folder',
  'kind.ledger': 'Exported ledger',
  'kind.certificate': 'Witness certificate',
  'kind.proof': 'Ledger proof',
  'trust.own': 'Root certificate of the time-stamp and key of the ledger: those you chose along',
  'trust.hub':
    'Root certificate of the time-stamp and key of the ledger: as this centre publishes them (/ledger/ca.pem, /ledger/key)',
  'trust.inside':
    'Root certificates: ca.pem in the folder. Compare it with what the trading centre publishes.',
  'trust.ledger':
    'Key of the ledger: the file key in the export. Compare it with what the trading centre publishes.',
  'trust.centre':
    'The key of the ledger is the one that this centre publishes; root certificates of the experts: ca.pem in the folder.',
  'trust.stranger':
    'The key of the ledger is not the one that this centre publishes: these files are of another centre, or somebody made them up. Compare the key with what the centre that held the evaluation publishes.',
  insecure:
    'Browsers check signatures on secure connections (https) alone: open this page by https, or use kawei verify.',
  'by-hand':
    'Without our programs: see “Verifying by hand” in the documentation; openssl and sha256sum are enough.',
  replay: 'Replay a draw',
  'sign-in': 'Staff sign-in',
};
