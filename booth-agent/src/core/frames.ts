/** Frames between booth and hub as texts, checked both ways. */
import type { RawData } from 'ws';
import {
  ACTS_LIMIT,
  type Act,
  type ActsFrame,
  BoothFrame,
  FRAME_LIMIT,
  HubFrame,
} from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { Entry } from './outbox.ts';

/** Most bytes of a frame from the hub: a Chinese character is one of its characters and three bytes of UTF-8. */
export const FRAME_BYTES = FRAME_LIMIT * 3;

/** The frame, or null when it does not fit the protocol. */
export function readFrame(data: RawData, isBinary: boolean): HubFrame | null {
  const text = isBinary ? '' : data.toString();
  if (text.length > FRAME_LIMIT) return null;
  try {
    return parse(HubFrame, JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Whether the hub would take this act for its length. One that it closes the line on would be sent again for ever;
 * so an act of a wrong form is thrown back at once too.
 */
export function fits(act: Act, at: string): boolean {
  const frame: BoothFrame = { type: 'acts', first: Number.MAX_SAFE_INTEGER, acts: [{ at, act }] };
  parse(BoothFrame, frame);
  return bytesOf(frame) <= FRAME_LIMIT;
}

/** Acts as they are sent, in their order: as many to a frame as it may have. */
export function framesOf(entries: readonly Pick<Entry, 'n' | 'at' | 'act'>[]): ActsFrame[] {
  const frames: ActsFrame[] = [];
  let bytes = 0;
  for (const { n, at, act } of entries) {
    const one = { at, act };
    const more = bytesOf(one) + 1;
    const frame = frames.at(-1);
    const follows = frame && n === frame.first + frame.acts.length && frame.acts.length < ACTS_LIMIT;
    if (follows && bytes + more <= FRAME_LIMIT) frame.acts.push(one);
    else frames.push({ type: 'acts', first: n, acts: [one] });
    bytes = follows && bytes + more <= FRAME_LIMIT ? bytes + more : ENVELOPE + more;
  }
  return frames;
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** Bytes of a frame around its acts, at most. */
const ENVELOPE = bytesOf({ type: 'acts', first: Number.MAX_SAFE_INTEGER, acts: [] });
