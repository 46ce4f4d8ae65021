/** The hub: one process that holds the database, serves pages and booths, watches the clock and seals reports. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { systemTimers } from '#shared/time/timers.ts';
import { buildApp } from './gateway/app.ts';
import { BoothDoor } from './gateway/booths.ts';
import type { Hub } from './gateway/hub.ts';
import { PresenceBoard } from './gateway/presence.ts';
import { CheckpointWriter } from './ledger/checkpoints.ts';
import { openLogKey } from './ledger/log-key.ts';
import { Spine } from './ledger/spine.ts';
import { startInvitations } from './panels/invitations.ts';
import { createFirstUsers, type FirstUser } from './people/first-users.ts';
import { openAdminSocket } from './recovery/admin-socket.ts';
import { BehindWatch } from './recovery/behind.ts';
import { openIdentity } from './reports/identity.ts';
import { renderReport } from './reports/report-document.ts';
import { startSealing } from './reports/sealing.ts';
import { boothActs, migrations, rooms, routes } from './rooms.ts';
import type { Settings } from './settings.ts';
import { openStore } from './store/database.ts';
import { makeDirectory } from './store/durable-file.ts';
import { storeRefusal } from './store/failures.ts';
import { openVerifierPool } from './verification/pool.ts';
import { startWatch } from './watch.ts';
import { readWitnesses } from './witnesses/list.ts';
import { startWitnessing } from './witnesses/witnessing.ts';

export interface RunningHub {
  /** Where it listens, `http://HOST:PORT`. */
  readonly address: string;
  /** Administrators made at this start, with their passwords; empty but for the first start. */
  readonly firstUsers: readonly FirstUser[];
  readonly hub: Hub;
  /** Stops taking anything new, finishes what is under way, and lets go of the database. */
  close(): Promise<void>;
}

/** Starts a hub. Refuses STORE_IN_USE when another holds the database, SETTING_INVALID for a wrong setting. */
export async function startHub(settings: Settings, now: () => Date = () => new Date()): Promise<RunningHub> {
  const anchors = trustedAuthorities(settings.trust);
  const witnesses = readWitnesses(settings.witnesses);
  makeDataDirectory(settings.data);
  const store = await openStore(join(settings.data, 'kawei.db'), migrations);
  try {
    const identity = await openIdentity(join(settings.data, 'identity'), now());
    const logKey = openLogKey(join(settings.data, 'identity'), settings.origin);
    const checkpoints = await CheckpointWriter.open(store, logKey);
    const behind = new BehindWatch(store, now);
    const spine = await Spine.open({
      ...{ store, rooms, now },
      refusal: (planned, actor, act) => behind.refusal(planned, actor, act),
      checkpoint: (db, at) => checkpoints.write(db, at),
    });
    // Entries that were written before there was a tree.
    (await store.transaction().execute((db) => checkpoints.write(db, now().toISOString())))();
    const verifiers = openVerifierPool({ anchors });
    const presence = new PresenceBoard(settings.beatMilliseconds, now);
    const world = { now, timers: systemTimers, random: randomBytes };
    const keys = { identity, logKey, anchors, verify: verifiers.verify };
    const hub: Hub = { spine, store, settings, ...world, presence, ...keys, behind, witnesses };
    const firstUsers = await createFirstUsers(store, spine);
    const running = await serve(hub, firstUsers);
    return {
      ...running,
      close: async () => {
        await running.close();
        verifiers.close();
      },
    };
  } catch (error) {
    await store.destroy();
    throw storeRefusal(error) ?? error;
  }
}

function makeDataDirectory(data: string): void {
  try {
    makeDirectory(data);
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw storeRefusal(error) ?? new Refusal('STORE_UNREADABLE', { file: data, detail });
  }
}

async function serve(hub: Hub, firstUsers: readonly FirstUser[]): Promise<RunningHub> {
  const { settings, spine, store } = hub;
  const app = await buildApp(hub, routes);
  const door = await BoothDoor.open(hub, boothActs);
  door.attach(app.server);
  const sealing = startSealing({ ...hub, render: renderReport }, logFailure);
  const invitations = startInvitations(hub, logFailure);
  const witnessing = startWitnessing({ ...hub, report: logFailure });
  const watch = startWatch(hub, door, logFailure);
  const admin = openAdminSocket(hub, logFailure);
  try {
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    watch.stop();
    admin.close();
    door.close();
    await Promise.all([sealing.stop(), invitations?.stop(), witnessing.stop()]);
    throw asPortRefusal(error, settings);
  }
  const { port } = app.server.address() as AddressInfo;
  return {
    address: `http://${settings.host}:${port}`,
    firstUsers,
    hub,
    close: async () => {
      watch.stop();
      admin.close();
      door.close();
      await app.close();
      await Promise.all([sealing.stop(), invitations?.stop(), witnessing.stop()]);
      await spine.idle();
      await store.destroy();
    },
  };
}

/** The certificates in a PEM file, none for ''. Refuses FILE_UNREADABLE, SETTING_INVALID. */
export function trustedAuthorities(file: string): Uint8Array[] {
  if (file === '') return [];
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Refusal('FILE_UNREADABLE', {
      file,
      detail: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
  const certificates = readCertificates(pem);
  if (certificates.length > 0) return certificates;
  const detail = '文件中没有 PEM 证书 / the file holds no PEM certificate';
  throw new Refusal('SETTING_INVALID', { name: 'KAWEI_TRUST', value: file, detail });
}

function asPortRefusal(error: unknown, { host, port }: Settings): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new Refusal('ADDRESS_UNUSABLE', { address: `${host}:${port}`, detail: code });
}

function logFailure(error: unknown): void {
  process.stderr.write(`${(error as Error).stack ?? String(error)}\n`);
}
