/**
 * The hub's door for the administrator of its machine: a socket in the data directory, which its owner alone may
 * enter, so that whoever comes in could read the database anyway and needs no password; nothing of it is on the
 * network. Through it the hub, which alone holds the database, copies it while it goes on.
 */
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Static, Type } from 'typebox';
import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal, type RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { EnrolmentCodeView } from '#shared/protocol/enrolment-views.ts';
import { parse } from '#shared/protocol/parse.ts';
import { closed, Id, Line, Prose } from '#shared/protocol/primitives.ts';
import { revokeBooth } from '../enrolment/decide.ts';
import { offerCode } from '../enrolment/offer.ts';
import type { Hub } from '../gateway/hub.ts';
import { ledgerSize } from '../ledger/append.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { resetPassword } from '../people/decide.ts';
import { hashPassword, randomPassword } from '../people/passwords.ts';
import { storeRefusal } from '../store/failures.ts';
import { copySqlite } from '../store/sqlite.ts';
import { isShared } from '../store/turn.ts';
import { acceptLoss } from './behind.ts';

type AdminHub = Pick<Hub, 'settings' | 'store' | 'spine' | 'behind' | 'boothAuthority' | 'random'>;

const Request = Type.Union([
  Type.Object({ copyTo: Type.String({ minLength: 1, maxLength: 4000 }) }, closed),
  Type.Object({ acceptLoss: Type.Object({ who: Line, reason: Prose }, closed) }, closed),
  Type.Object({ resetPassword: Type.Object({ user: Line, who: Line, reason: Prose }, closed) }, closed),
  Type.Object({ enrol: Type.Object({ hall: Id, booth: Id, who: Line }, closed) }, closed),
  Type.Object({ revoke: Type.Object({ booth: Id, who: Line, reason: Prose }, closed) }, closed),
]);
type Request = Static<typeof Request>;

/** Windows has pipes by name instead of sockets in directories. */
const pipeOf = (data: string) => `\\\\.\\pipe\\kawei-${sha256Hex(data).slice(0, 32)}`;
const SOCKET = /^admin(-\d+)?\.sock$/;

/** Where the door of this process is. Hubs that share their database may share the directory too. */
function addressOf({ settings, store }: AdminHub): string {
  if (process.platform === 'win32') return pipeOf(settings.data);
  return join(settings.data, isShared(store) ? `admin-${process.pid}.sock` : 'admin.sock');
}

/** Where doors may be; of a process that died, there is nobody behind it. */
function addressesAt(data: string): string[] {
  if (process.platform === 'win32') return [pipeOf(data)];
  if (!existsSync(data)) return [];
  return readdirSync(data)
    .filter((name) => SOCKET.test(name))
    .map((name) => join(data, name));
}

/** Opens the door. A hub that died has left its own behind; the database says who is the hub. */
export function openAdminSocket(hub: AdminHub, report: (error: unknown) => void): Server {
  const address = addressOf(hub);
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).once('line', (line) => void answer(socket, hub, line, report));
  });
  // A path beyond what sockets can have: the hub runs without, and says so.
  server.on('error', report);
  server.listen(address, () => {
    if (process.platform !== 'win32') chmodSync(address, 0o600);
  });
  return server;
}

async function answer(
  socket: Socket,
  hub: AdminHub,
  line: string,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    const request = parse(Request, JSON.parse(line));
    const done = await carryOut(hub, request);
    socket.end(`${JSON.stringify({ refused: null, ...done })}\n`);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : storeRefusal(error);
    if (!refusal) report(error);
    const told = refusal ?? new Refusal('STORE_WRITE_FAILED', { detail: (error as Error).message });
    socket.end(`${JSON.stringify({ refused: { code: told.code, values: told.values } })}\n`);
  }
}

async function carryOut(hub: AdminHub, request: Request): Promise<Omit<Answer, 'refused'>> {
  if ('copyTo' in request) return { size: await copied(hub, request.copyTo) };
  else if ('acceptLoss' in request) await accept(hub, request.acceptLoss);
  else if ('enrol' in request) return { offered: await offerCode(hub, request.enrol, hubActor) };
  else if ('revoke' in request) await hub.spine.do(plan(revokeBooth, request.revoke), hubActor);
  else return { password: await reset(hub, request.resetPassword) };
  return {};
}

/** Copies the database, and gives how many entries of the ledger must be in the copy: those there were before. */
async function copied({ store }: AdminHub, copyTo: string): Promise<number> {
  const size = await ledgerSize(store);
  await copySqlite(store, copyTo);
  return size;
}

async function reset({ spine }: AdminHub, asked: { user: string; who: string; reason: string }) {
  const password = randomPassword();
  await spine.do(plan(resetPassword, { ...asked, password: await hashPassword(password) }), hubActor);
  return password;
}

async function accept({ behind, spine }: AdminHub, decision: { who: string; reason: string }): Promise<void> {
  const { missing } = behind;
  if (!missing) throw new Refusal('HUB_NOT_BEHIND');
  await spine.do(plan(acceptLoss, { missing, ...decision }), hubActor);
  behind.settled();
}

/**
 * Asks the hub that runs on this data to copy its database, and gives how many entries the ledger had when it was asked;
 * null when no hub does.
 */
export async function copyByHub(data: string, copyTo: string): Promise<number | null> {
  const answer = await ask(data, { copyTo });
  return answer && (answer.size ?? 0);
}

/** Has the hub that runs on this data record a decision to go on. Refuses HUB_NOT_BEHIND. */
export async function acceptLossAt(data: string, who: string, reason: string): Promise<void> {
  if (!(await ask(data, { acceptLoss: { who, reason } }))) throw new Refusal('HUB_NOT_BEHIND');
}

/** Has the hub that runs on this data give a user another password, and gives it. Refuses HUB_NOT_RUNNING. */
export async function resetPasswordAt(
  data: string,
  asked: { user: string; who: string; reason: string },
): Promise<string> {
  const answer = await ask(data, { resetPassword: asked });
  if (!answer?.password) throw new Refusal('HUB_NOT_RUNNING', { file: data });
  return answer.password;
}

/** Has the hub that runs on this data make a code for a booth. Refuses HUB_NOT_RUNNING, BOOTH_ABSENT. */
export async function enrolAt(
  data: string,
  asked: { hall: string; booth: string; who: string },
): Promise<EnrolmentCodeView> {
  const answer = await ask(data, { enrol: asked });
  if (!answer?.offered) throw new Refusal('HUB_NOT_RUNNING', { file: data });
  return answer.offered;
}

/** Has the hub that runs on this data revoke a booth's certificates. Refuses HUB_NOT_RUNNING, BOOTH_NO_CERTIFICATE. */
export async function revokeAt(
  data: string,
  asked: { booth: string; who: string; reason: string },
): Promise<void> {
  if (!(await ask(data, { revoke: asked }))) throw new Refusal('HUB_NOT_RUNNING', { file: data });
}

interface Answer {
  readonly refused: (Pick<RefusalMessage, 'code'> & { values: Record<string, string> }) | null;
  readonly password?: string;
  readonly offered?: EnrolmentCodeView;
  readonly size?: number;
}

/** The answer of a hub that runs on this data; null where none does. */
async function ask(data: string, request: Request): Promise<Answer | null> {
  for (const address of addressesAt(data)) {
    const socket = await open(address);
    if (socket) return askAt(socket, request);
  }
  return null;
}

async function open(address: string): Promise<Socket | null> {
  const socket = connect(address);
  const opened = new Promise<Socket | null>((resolve) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
  return opened;
}

async function askAt(socket: Socket, request: Request): Promise<Answer> {
  const lines = createInterface({ input: socket });
  socket.write(`${JSON.stringify(request)}\n`);
  for await (const line of lines) {
    const answer = JSON.parse(line) as Answer;
    if (answer.refused) throw new Refusal(answer.refused.code, answer.refused.values);
    return answer;
  }
  throw new Refusal('HUB_GONE');
}
