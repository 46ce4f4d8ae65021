/** Texts of the public replay of a draw, English. */
export const en = {
  title: 'Replay a draw',
  about:
    'Anybody can make a draw again here: open its transcript and see how the seed came from everybody’s numbers, and how it leaves one result and no other.',
  private: 'The replay is made in your browser. The file is sent nowhere; it works without a network too.',
  drop: 'Drop a transcript here, or click to choose one',
  'drop.hint': '*.json of the evidence folder’s draws, or a transcript that a supervisor downloaded',
  working: 'Replaying…',
  refused: 'Cannot be replayed',
  holds: 'The replay agrees: these numbers give this result and no other',
  'holds.detail': 'All {{count}} checks of draw {{draw}} hold.',
  fails: 'The replay does not agree',
  'fails.detail':
    'The first thing that does not hold: “{{text}}”. This transcript was changed, or is not the original of this draw.',
  'fails.next': 'Ask for the original again; if it still does not agree, tell the supervising authority.',
  stopped: 'This step does not hold; what would follow from it is not replayed.',
  'step.freeze': 'Freeze: list and requirements are settled first',
  'step.commit': 'Commit: everybody hands in a sealed number',
  'step.reveal': 'Reveal: the numbers are opened',
  'step.beacon': 'Public value: a number nobody could know before',
  'step.seed': 'Seed: all numbers made into one',
  'step.panel': 'Draw: one candidate after the other, in the drawn order',
  'step.seats': 'Seats: random tries; the first that keeps the rule is the result',
  'step.sites': 'Sites: in order of ticket, the first is the main site',
  'freeze.panel':
    '{{candidates}} candidates, {{excluded}} of them excluded; {{members}} are to be drawn. Pseudonyms stand for names. From here on, one letter changed gives another digest altogether.',
  'freeze.seats':
    '{{seats}} free seats, {{occupants}} people to be seated, {{taken}} seated before. Pseudonyms stand for people and projects. From here on, one letter changed gives another digest altogether.',
  'freeze.sites':
    '{{sites}} candidate sites; one main site and {{sides}} side sites are to be drawn. From here on, one letter changed gives another digest altogether.',
  'freeze.sites-from': 'Sites and their bounds were not chosen: draw {{draw}} gave them; see its transcript.',
  'sites.about':
    'The seed gives every candidate site a ticket that nobody could foresee. The smallest is the main site, the next are side sites.',
  'sites.main': 'Main site · {{min}}–{{max}} members',
  'sites.side': 'Side site · {{min}}–{{max}} members',
  'sites.not': 'Not drawn',
  'freeze.countersigned':
    'Before they committed, the sites countersigned this digest with their own keys; compare the public keys with those the hub publishes:',
  'freeze.key': 'Public key of {{site}}',
  'freeze.digest': 'Digest of the input (SHA-256)',
  'commit.about':
    'Every party picks a random number and hands in only its fingerprint (the commitment). It cannot be exchanged afterwards, and nobody can guess the number.',
  'commit.root': 'Digest of all commitments',
  'reveal.about':
    'Opened only when all commitments are in. Each number must have the fingerprint handed in before, so nobody could look at another’s and change their own.',
  'reveal.withheld': 'Withheld: {{reason}}',
  'beacon.none':
    'This draw used no public value: the last to reveal could in principle have chosen between two results by keeping silent, so every silence is recorded and raises an alert.',
  'seed.about':
    'The draw’s id, the digests, everybody’s numbers and the public value are made into one seed. With one missing or wrong, the seed is another altogether.',
  'seed.value': 'Seed',
  'panel.about':
    'The seed gives every candidate a ticket that nobody could foresee. From the smallest on: whoever leaves a full panel possible is taken, else passed over.',
  'panel.more': '{{count}} more not shown',
  order: 'Order',
  candidate: 'Candidate',
  ticket: 'Ticket (beginning)',
  site: 'Site',
  outcome: 'Outcome',
  taken: 'Taken · {{category}}',
  passed: 'Passed over',
  published: 'Published draws (their evaluations are over)',
  'published.panel': 'Panel',
  'published.seats': 'Seats',
  'published.sites': 'Main and side sites',
  play: 'Play',
  pause: 'Pause',
  next: 'Next',
  all: 'Show all',
  again: 'From the beginning',
  'seats.hall': 'Hall {{hall}}',
  'seats.legend':
    'One letter is one project; “·” is a free seat, and who stands in brackets sat there before. No two neighbours have the same letter.',
  open: 'Open another transcript',
  verify: 'Verify certificates and evidence',
  'sign-in': 'Staff sign-in',
} as const;
