/** Where a planted defect can sit: between the parts of a morning, never inside what ships. By default nothing is there. */
import type { Disk } from '#booth/core/disk.ts';
import type { CheckpointWriter } from '#hub/ledger/checkpoints.ts';
import type { LogKey } from '#hub/ledger/log-key.ts';
import type { Spine } from '#hub/ledger/spine.ts';
import type { HubIdentity } from '#hub/reports/identity.ts';
import type { boothActs, rooms } from '#hub/rooms.ts';
import type { SessionView } from '#shared/protocol/views.ts';

/** What one hub process is made of. */
export interface Made {
  readonly checkpoints: Pick<CheckpointWriter, 'write'>;
  readonly rooms: typeof rooms;
  readonly acts: typeof boothActs;
  readonly identity: HubIdentity;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
}

export type Rows = Record<string, unknown>[];

export class Seams {
  /** Parts of a hub process, before they are put together. */
  made: (made: Made) => Made = (made) => made;
  /** The key that signs checkpoints. */
  logKey: (key: LogKey) => LogKey = (key) => key;
  /** The spine of a hub process, before anybody uses it. */
  spine: (spine: Spine) => void = () => {};
  /** What a frame becomes on its way: itself, another, none or several. */
  frame: (booth: string, from: 'booth' | 'hub', text: string) => string[] = (_booth, _from, text) => [text];
  /** What the hub's database gives for a question; `inCommand` within the transaction of commands. */
  rows: (rows: Rows, sql: string, parameters: readonly unknown[], inCommand: boolean) => Rows = (rows) =>
    rows;
  /** The disk of a booth, as its core sees it. */
  boothDisk: (disk: Disk) => Disk = (disk) => disk;
  /** What is answered to staff. */
  answer: (body: string, session: SessionView, url: string) => string = (body) => body;
  /** What a key signs with. */
  signature: (signature: Uint8Array) => Uint8Array = (signature) => signature;
  /** A booth's machine has lost its power. */
  poweredOff: (disk: Disk) => void = () => {};
}
