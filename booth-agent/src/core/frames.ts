/** Frames between booth and hub as texts, checked both ways. */
import type { RawData } from 'ws';
import { BoothFrame, FRAME_LIMIT, HubFrame } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';

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
 * Whether the hub would take this frame for its length. One that it closes the line on would be sent again for
 * ever; so a frame of a wrong form is thrown back at once too.
 */
export function fits(frame: BoothFrame): boolean {
  parse(BoothFrame, frame);
  return new TextEncoder().encode(JSON.stringify(frame)).length <= FRAME_LIMIT;
}
