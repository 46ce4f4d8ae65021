import { canonicalText, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { ConsentStatement } from '#shared/protocol/statements.ts';
import { transcriptText } from '../draws/reads.ts';
import type { Actor, Command, NewEvent } from '../ledger/command.ts';
import { about } from '../scoring/advance.ts';
import { loadScene, type Scene, whoIs } from '../scoring/scene.ts';
import { seatDrawIdsOf } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';
import { type ReportContent, reportContent } from './contents.ts';
import { type Consent, consentsOf, type Report, reportOf } from './reads.ts';

/** Draws the report up from all that has happened; its digest is what the experts sign. */
export const drawUpReport: Command<{ project: string }, ReportContent, null> = {
  name: 'draw-up-report',
  load: (db, { project }) => reportContent(db, project),
  decide(contents, { project }) {
    const content = canonicalText(contents);
    const drawnUp = about(project, 'report.drawn-up', { project, digest: sha256Hex(content), content });
    return { events: [drawnUp], answer: null };
  },
};

/** The scene of an expert who is asked for their position on the report. */
export interface ConsentScene extends Scene {
  readonly report: Report | null;
  readonly consents: readonly Consent[];
}

async function loadConsentScene(db: Db, actor: Actor): Promise<ConsentScene> {
  const scene = await loadScene(db, actor);
  const report = await reportOf(db, scene.project.id);
  return { ...scene, report, consents: await consentsOf(db, scene.project.id) };
}

/** A consent or dissent whose signature has been verified, with its time-stamp. */
export interface SignedConsent {
  readonly expert: string;
  readonly statement: ConsentStatement;
  readonly content: string;
  readonly cms: string;
  readonly tsr: string;
}

/** Takes an expert's signed agreement or dissent. The last position taken completes the report. */
export const signConsent: Command<SignedConsent, ConsentScene, null> = {
  name: 'sign-consent',
  load: (db, _input, actor) => loadConsentScene(db, actor),
  decide(scene, { expert, statement, content, cms, tsr }) {
    const report = openReport(scene);
    const { me, project, seat, booth } = scene;
    const expected = { project: project.id, expert: me.expert, seat, booth, reportDigest: report.digest };
    if (expert !== me.expert) throw new Refusal('STATEMENT_MISMATCH', { field: 'expert' });
    for (const [field, value] of Object.entries(expected)) {
      if (statement[field as keyof typeof expected] !== value)
        throw new Refusal('STATEMENT_MISMATCH', { field });
    }
    const { position } = statement;
    const dissent = statement.dissent?.trim() ? statement.dissent : null;
    if (position === 'dissent' && dissent === null) throw new Refusal('DISSENT_TEXT');
    const signed = about(project.id, 'consent.signed', {
      ...whoIs(scene),
      ...{ position, dissent, content, cms, tsr },
    });
    return { events: [signed, ...completedBy(scene)], answer: null };
  },
};

/** Records that an expert neither signs nor writes a dissent: deemed to agree (实施条例 art. 53). */
export const refuseConsent: Command<null, ConsentScene, null> = {
  name: 'refuse-consent',
  load: (db, _input, actor) => loadConsentScene(db, actor),
  decide(scene) {
    openReport(scene);
    const refused = about(scene.project.id, 'consent.refused', whoIs(scene));
    return { events: [refused, ...completedBy(scene)], answer: null };
  },
};

/** Records the sealed file of a report. Done once: a second sealing changes nothing. */
export const recordSeal: Command<
  { project: string; file: string; crl: string | null },
  { readonly report: Report | null; readonly seatDraws: readonly string[] },
  null
> = {
  name: 'record-seal',
  load: async (db, { project }) => ({
    report: await reportOf(db, project),
    seatDraws: await completedSeatDraws(db, project),
  }),
  decide({ report, seatDraws }, { project, file, crl }) {
    if (report?.state !== 'complete') return { events: [], answer: null };
    const sealed = about(project, 'report.sealed', {
      ...{ project, digest: report.digest, file },
      ...(crl === null ? {} : { crl }),
      seatDraws: [...seatDraws],
    });
    return { events: [sealed], answer: null };
  },
};

/** Without those that have failed, of which there is nothing to show. */
async function completedSeatDraws(db: Db, project: string): Promise<string[]> {
  const drawn = (await seatDrawIdsOf(db, project)).map(async (drawId) =>
    (await transcriptText(db, drawId)) === null ? [] : [drawId],
  );
  return (await Promise.all(drawn)).flat();
}

/** Records that somebody has read a sealed thing of a project. */
export const recordReading: Command<{ project: string; what: string }, null, null> = {
  name: 'record-reading',
  load: async () => null,
  decide: (_state, { project, what }, { actor }) => ({
    events: [about(project, 'report.read', { project, reader: actor.id, what })],
    answer: null,
  }),
};

function openReport({ report, consents, me }: ConsentScene): Report {
  if (!report) throw new Refusal('CONSENT_NOT_NOW');
  if (consents.some((consent) => consent.expert === me.expert)) throw new Refusal('CONSENT_DONE');
  return report;
}

function completedBy({ project, evaluation, consents, me }: ConsentScene): NewEvent[] {
  const answered = new Set([me.expert, ...consents.map((consent) => consent.expert)]);
  if (!evaluation.members.every((member) => answered.has(member.expert))) return [];
  return [about(project.id, 'consents.complete', { project: project.id })];
}
