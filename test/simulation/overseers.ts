/** Those who enter projects and those who look on: agency, supervisor, audit administrator, witness. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { consistencyProof } from '#hub/ledger/tree.ts';
import { parseCheckpoint } from '#shared/ledger/checkpoint.ts';
import { parseNote, parseVerifierKey } from '#shared/ledger/note.ts';
import { verifyConsistency } from '#shared/ledger/proofs.ts';
import type { Project } from '#shared/projects/project.ts';
import type { ProjectRow, ProjectView } from '#shared/protocol/views.ts';
import { MINUTE } from './clock.ts';
import type { Morning } from './morning.ts';
import { Office } from './offices.ts';

export class Agency extends Office {
  readonly #projects: readonly Project[];

  constructor(morning: Morning, projects: readonly Project[]) {
    super(morning, { user: 'agency', name: '代理机构', role: 'agency', site: null, charge: null });
    this.#projects = projects;
  }

  async work(): Promise<void> {
    for (const project of this.#projects) {
      await this.#until('/api/projects', { project }, ['done', 'PROJECT_EXISTS']);
      await this.#until(`/api/projects/${project.id}/freeze`, {}, ['done', 'PROJECT_FROZEN']);
    }
    // One after the other: of two draws under way at once, both could call the same person.
    for (const { id } of this.#projects) {
      await this.#until(`/api/projects/${id}/panel`, { excluded: [] }, ['done', 'PANEL_REQUESTED']);
      while (!this.morning.over && !(await this.#isDrawn(id)))
        await this.bell.wait(this.morning.clock, MINUTE);
    }
    while (!this.morning.over) {
      await this.bell.wait(this.morning.clock, this.chance.whole(4, 9) * MINUTE);
      for (const { id } of this.#projects) await this.#follow(id);
    }
  }

  async #until(url: string, body: unknown, enough: readonly string[]): Promise<void> {
    while (!this.morning.over && !enough.includes((await this.post(url, body)).code)) await this.pause(5, 40);
  }

  async #isDrawn(id: string): Promise<boolean> {
    const view = await this.get<ProjectView>(`/api/projects/${id}`);
    if (view?.stage === 'frozen' && view.draws[0]?.phase === 'failed') {
      await this.post(`/api/projects/${id}/panel`, { excluded: [] });
    }
    return (view?.members.length ?? 0) > 0;
  }

  /** Replaces who does not come, hands in answers. */
  async #follow(id: string): Promise<void> {
    const view = await this.get<ProjectView>(`/api/projects/${id}`);
    if (!view) return;
    for (const { ticket, state } of view.members) {
      if (state === 'called' && this.morning.absent(id, ticket)) {
        await this.post(`/api/projects/${id}/panel/replace`, { ticket, reason: '未到场' });
      }
    }
    for (const { id: question, state } of view.clarifications) {
      if (state === 'relayed')
        await this.post(`/api/projects/${id}/clarifications/${question}`, { answer: '系笔误。' });
    }
  }
}

/** Looks at everything a supervisor may, and tries what they may not yet. */
export class Supervisor extends Office {
  constructor(morning: Morning) {
    super(morning, { user: 'supervisor', name: '行政监督', role: 'supervisor', site: null, charge: null });
  }

  async work(): Promise<void> {
    while (!this.morning.over) {
      await this.pause(180, 600);
      for (const { id } of (await this.get<ProjectRow[]>('/api/projects')) ?? []) {
        await this.#lookAtFlags(id);
        await this.get(`/api/projects/${id}/marks`);
      }
      const alerts = (await this.get<{ id: string; state: string }[]>('/api/alerts')) ?? [];
      const open = alerts.find(({ state }) => state === 'open');
      if (open) await this.post(`/api/alerts/${open.id}/decide`, { decision: 'noted', note: '已知悉' });
    }
  }

  /** Decides on explanations that wait for it, one way or another. */
  async #lookAtFlags(id: string): Promise<void> {
    const view = await this.get<ProjectView>(`/api/projects/${id}`);
    if (view?.stage !== 'lookback' || view.project.lookback.review !== 'supervisor') return;
    for (const { id: flag, state, closed } of view.flags ?? []) {
      if (state !== 'explained' || closed !== null) continue;
      const act = this.chance.pick(['accept', 'note', 'send-back', 'refer']);
      await this.post(`/api/projects/${id}/flags/${flag}/decide`, { act, reason: '经查看投标文件' });
    }
  }
}

export class Auditor extends Office {
  constructor(morning: Morning) {
    super(morning, { user: 'auditadmin', name: '审计', role: 'audit-admin', site: null, charge: null });
  }

  async work(): Promise<void> {
    while (!this.morning.over) {
      await this.pause(400, 900);
      await this.get('/api/record?limit=60');
    }
  }
}

/** Remembers every checkpoint it was shown, and takes only what continues the last one. */
export class Witness extends Office {
  readonly seen = new Map<number, string>();
  readonly #key: KeyObject;
  #size = 0;

  constructor(morning: Morning, name: string, verifierKey: string) {
    super(morning, { user: name, name, role: 'audit-admin', site: null, charge: null });
    const x = Buffer.from(parseVerifierKey(verifierKey).publicKey).toString('base64url');
    this.#key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  }

  async work(): Promise<void> {
    while (!this.morning.over) {
      await this.pause(40, 200);
      await this.look();
    }
  }

  /** Asks for the newest checkpoint, and for the proof that it continues what was seen before. */
  async look(): Promise<void> {
    const { hub, network, clock } = this.morning;
    await this.pause(0, 1);
    const store = hub.hub?.store;
    if (!store || !network.isOpen(this.session.name, 'booth')) return;
    const answer = await hub.answer(this.session, 'GET', '/ledger/checkpoint');
    if (answer?.status !== 200) return;
    const note = parseNote(answer.body);
    const { size, root } = parseCheckpoint(note.text);
    const proof =
      size > this.#size && this.#size > 0
        ? await consistencyProof(store, this.#size, size).catch(() => null)
        : [];
    if (!proof || clock.now < 0) return;
    this.#judge(answer.body, { size, root, proof });
  }

  #judge(text: string, { size, root, proof }: { size: number; root: Uint8Array; proof: Uint8Array[] }): void {
    const { findings } = this.morning;
    const { text: signed, signatures } = parseNote(text);
    const [signature] = signatures;
    if (!signature || !verify(null, Buffer.from(signed), this.#key, signature.signature)) {
      findings.add('checkpoints', `checkpoint ${size} is not signed by the ledger's key`);
    }
    const told = Buffer.from(root).toString('hex');
    const known = this.seen.get(this.#size);
    if (size < this.#size) {
      findings.add('checkpoints', `the ledger went back from ${this.#size} to ${size} entries`);
      return;
    }
    if (known !== undefined) {
      const oldRoot = new Uint8Array(Buffer.from(known, 'hex'));
      if (!verifyConsistency({ oldSize: this.#size, oldRoot, size, root, proof })) {
        findings.add('checkpoints', `checkpoint ${size} does not continue checkpoint ${this.#size}`);
      }
    }
    this.seen.set(size, told);
    this.#size = size;
  }
}
