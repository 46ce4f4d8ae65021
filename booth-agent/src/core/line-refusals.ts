/** Why a line did not open, for the person before the screen: what the hub answered, or that it is not the hub. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { RefusalBody } from '#shared/protocol/booth-frames.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { RefusalShown } from './state.ts';

/** Longest answer that is read, in bytes. */
const ANSWER_LIMIT = 65_536;

/** Of a TLS handshake: the other side has no certificate of this booth's hub, or speaks no TLS 1.3 at all. */
const OTHER_HUB =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|INVALID_(CA|PURPOSE)$|ERR_TLS_CERT|ERR_SSL_|EPROTO$)/;

/** Null for a network that is only down. */
export function refusalOfError(error: unknown): RefusalShown | null {
  const { code = '' } = error as NodeJS.ErrnoException;
  return OTHER_HUB.test(code) ? new Refusal('HUB_CERTIFICATE_OTHER', { detail: code }).toMessage() : null;
}

/** What the hub answered instead of opening the line; null where that is no refusal of the hub's. */
export async function refusalOfAnswer(answer: IncomingMessage): Promise<RefusalShown | null> {
  let text = '';
  try {
    for await (const part of answer.setEncoding('utf8')) {
      text += part as string;
      if (text.length > ANSWER_LIMIT) return null;
    }
    return parse(RefusalBody, JSON.parse(text));
  } catch {
    return null; // a proxy's page, or half an answer
  }
}
