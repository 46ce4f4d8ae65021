/** The hub: one process that holds the database, serves pages and booths, watches the clock and seals reports. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { hexOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { systemTimers } from '#shared/time/timers.ts';
import { BatchDesk } from './batches/desk.ts';
import { ResultDesk } from './draws/results/desk.ts';
import { Duties } from './duties.ts';
import { openBoothAuthority } from './enrolment/authority.ts';
import { type BoothPort, openBoothPort } from './enrolment/port.ts';
import { FairnessDesk } from './fairness/desk.ts';
import { joinFellows } from './fellows/fellows.ts';
import { buildApp } from './gateway/app.ts';
import { BoothDoor } from './gateway/booths.ts';
import { identifyPlain } from './gateway/comers.ts';
import type { Hub } from './gateway/hub.ts';
import { PresenceBoard } from './gateway/presence.ts';
import { trustedProxies } from './gateway/proxies.ts';
import { messagePorts } from './invitations/ports.ts';
import { ledgerSize } from './ledger/append.ts';
import { CheckpointWriter, latestCheckpoint } from './ledger/checkpoints.ts';
import { openLogKey } from './ledger/log-key.ts';
import { Spine } from './ledger/spine.ts';
import { tellError } from './ledger/tell-error.ts';
import { createFirstUsers, type FirstUser } from './people/first-users.ts';
import { orUnreadable } from './readable.ts';
import { openAdminSocket } from './recovery/admin-socket.ts';
import { BehindWatch } from './recovery/behind.ts';
import { openIdentity, requireOwnIdentity } from './reports/identity.ts';
import { Revocation } from './revocation/lists.ts';
import { watchLists } from './revocation/watch.ts';
import { boothActs, boothRoutes, migrations, rooms, routes } from './rooms.ts';
import { databasePlace, type Settings } from './settings.ts';
import { judgedBy } from './signatures/judged.ts';
import { VerifierPool } from './signatures/pool.ts';
import { timeAuthorityOf } from './stamps/authority.ts';
import { openStore, requireSameVersion, type Store } from './store/database.ts';
import { makeDirectory } from './store/durable-file.ts';
import { storeRefusal } from './store/failures.ts';
import { alone, takeTurn } from './store/turn.ts';
import { TendencyDesk } from './tendencies/desk.ts';
import { watchBooths } from './watch.ts';
import { WholePool } from './whole-pool/whole-pool.ts';
import { readWitnesses } from './witnesses/list.ts';

/** How long a hub that may not go on tells the others what their database lacks, in milliseconds. */
const TELLING = 3000;

export interface RunningHub {
  /** Where it listens, `http://HOST:PORT`. */
  readonly address: string;
  /** Where booths enrol and connect, `wss://HOST:PORT`; null where they come by token. */
  readonly boothAddress: string | null;
  /** Administrators made at this start, with their passwords; empty but for the first start. */
  readonly firstUsers: readonly FirstUser[];
  readonly hub: Hub;
  /** Settles where this hub may not go on, since its database is not the one it knows: it has let its booths go, and is to be closed. */
  readonly ended: Promise<Refusal>;
  /** Stops taking anything new, finishes what is under way, and lets go of the database. */
  close(): Promise<void>;
}

/** Starts a hub. Refuses STORE_IN_USE when another holds the database, SETTING_INVALID for a wrong setting. */
export async function startHub(settings: Settings, now: () => Date = () => new Date()): Promise<RunningHub> {
  const anchors = trustedAuthorities(settings.trust);
  const timeAuthority = timeAuthorityOf(settings, trustedAuthorities(settings.tsaCa, 'KAWEI_TSA_CA'));
  const revocation = await Revocation.open(settings.crl, anchors);
  const witnesses = readWitnesses(settings.witnesses);
  // Wrong settings are told at the start, before anything is opened.
  messagePorts(settings, now);
  trustedProxies(settings.proxy);
  makeDataDirectory(settings.data);
  const store = await openStore(databasePlace(settings), migrations);
  const verifiers = new VerifierPool();
  const signatures = judgedBy(revocation, verifiers);
  const outside = { anchors, revocation, timeAuthority, witnesses, signatures };
  try {
    const { hub, firstUsers } = await alone(store, () => buildHub({ settings, store, ...outside, now }));
    const { wholePool, batchDesk, fairnessDesk, resultDesk } = hub;
    const threads = [verifiers, wholePool, batchDesk, fairnessDesk, resultDesk];
    const stopped = async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    };
    return await serve(hub, firstUsers, stopped);
  } catch (error) {
    await Promise.all([verifiers.close(), store.destroy()]);
    throw storeRefusal(error) ?? error;
  }
}

type HubParts = Pick<
  Hub,
  'settings' | 'store' | 'anchors' | 'revocation' | 'timeAuthority' | 'witnesses' | 'now' | 'signatures'
>;

/** Puts the hub together on its store, and makes what a first start makes: its keys and its administrators. */
async function buildHub(parts: HubParts): Promise<{ hub: Hub; firstUsers: FirstUser[] }> {
  const { settings, store, now } = parts;
  const { identity, logKey, boothAuthority } = await openKeys(store, settings, now());
  const checkpoints = await CheckpointWriter.open(store, logKey);
  const behind = new BehindWatch(store, now);
  const spine = await Spine.open({
    ...{ store, rooms, now },
    refusal: (planned, actor, act) => behind.refusal(planned, actor, act),
    checkpoint: (db, at, from) => checkpoints.write(db, at, from),
  });
  // Entries that were written before there was a tree.
  const adopt = await store.transaction().execute(async (db) => {
    await takeTurn(db);
    await requireSameVersion(store, db);
    return checkpoints.write(db, now().toISOString(), (await latestCheckpoint(db))?.size ?? 0);
  });
  adopt();
  const presence = new PresenceBoard(settings.beatMilliseconds, now);
  const wholePool = new WholePool(store, randomBytes);
  const threads = {
    batchDesk: new BatchDesk(),
    fairnessDesk: new FairnessDesk(),
    resultDesk: new ResultDesk(),
  };
  const desks = { wholePool, tendencyDesk: new TendencyDesk(store), ...threads };
  const world = { timers: systemTimers, random: randomBytes, ...desks };
  const hub: Hub = { ...parts, ...world, spine, presence, identity, logKey, boothAuthority, behind };
  return { hub, firstUsers: await createFirstUsers(store, spine) };
}

/** The hub's own keys: made at its first start, and never anew where a ledger is to be continued. */
async function openKeys(store: Store, { data, origin, boothLines }: Settings, now: Date) {
  const directory = join(data, 'identity');
  const latest = await latestCheckpoint(store);
  const identity = await openIdentity(directory, now, (await ledgerSize(store)) === 0);
  await requireOwnIdentity(store, identity, directory);
  const boothAuthority = boothLines === 'tls' ? await openBoothAuthority(directory, now) : null;
  return { identity, boothAuthority, logKey: openLogKey(directory, origin, latest?.note ?? null) };
}

function makeDataDirectory(data: string): void {
  try {
    makeDirectory(data);
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw storeRefusal(error) ?? new Refusal('STORE_UNREADABLE', { file: data, detail });
  }
}

async function serve(
  hub: Hub,
  firstUsers: readonly FirstUser[],
  stopped: () => Promise<void>,
): Promise<RunningHub> {
  const { settings, spine, store } = hub;
  const app = await buildApp(hub, routes);
  const door = await BoothDoor.open(hub, boothActs);
  door.attach(app.server, identifyPlain(settings.boothLines));
  const duties = new Duties(hub, tellError);
  const watch = watchBooths(hub, door, tellError);
  const lists = watchLists(hub, tellError);
  const admin = openAdminSocket(hub, tellError);
  const take = (mine: boolean) => void duties.take(mine).catch(tellError);
  const fellows = await joinFellows(hub, door, take);
  if (!fellows) take(true);
  let boothPort: BoothPort | null = null;
  const stop = async () => {
    watch.stop();
    lists.stop();
    admin.close();
    door.close();
    await Promise.all([app.close(), boothPort?.close()]);
    await fellows?.stop();
    await duties.take(false);
  };
  try {
    await app.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await stop();
    throw asPortRefusal(error, settings);
  }
  try {
    if (hub.boothAuthority) boothPort = await openBoothPort(hub, hub.boothAuthority, door, boothRoutes);
  } catch (error) {
    await stop();
    throw asPortRefusal(error, { host: settings.tlsHost, port: settings.tlsPort });
  }
  const { port } = app.server.address() as AddressInfo;
  return {
    address: `http://${settings.host}:${port}`,
    boothAddress: boothPort?.address ?? null,
    firstUsers,
    hub,
    ended: spine.own.ended.then(async (refusal) => {
      door.close();
      await duties.take(false).catch(tellError);
      if (refusal.code === 'STORE_SHRUNK') await tellLoss(hub).catch(tellError);
      return refusal;
    }),
    close: async () => {
      await stop();
      await spine.idle();
      await stopped();
      await store.destroy();
    },
  };
}

/** The ledger lacks entries that this hub knows: with its word the others on the database are behind, until it is decided. */
async function tellLoss({ spine, behind, timers }: Hub): Promise<void> {
  if (!spine.own.seen) return;
  const { size, root } = spine.own.seen;
  await behind.noticeHead({ source: `hub/${process.pid}`, size, root: hexOf(root) });
  await new Promise<void>((resolve) => timers.after(TELLING, resolve));
}

/** The certificates in the PEM file of the setting `name`, none for ''. Refuses FILE_UNREADABLE, SETTING_INVALID. */
export function trustedAuthorities(file: string, name = 'KAWEI_TRUST'): Uint8Array[] {
  if (file === '') return [];
  const certificates = readCertificates(orUnreadable(file, () => readFileSync(file, 'utf8')));
  if (certificates.length > 0) return certificates;
  const detail = '文件中没有 PEM 证书 / the file holds no PEM certificate';
  throw new Refusal('SETTING_INVALID', { name, value: file, detail });
}

function asPortRefusal(error: unknown, { host, port }: Pick<Settings, 'host' | 'port'>): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new Refusal('ADDRESS_UNUSABLE', { address: `${host}:${port}`, detail: code });
}
