/** The bids' documents of the hub: asked for at the port of this terminal's line, as whom the line is opened. */
import { type ClientRequest, get as getPlain, type IncomingMessage } from 'node:http';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type RefusalCode, refusals } from '#shared/catalogue/refusals/index.ts';
import { type BidDocument, BidDocumentList } from '#shared/protocol/bid-documents.ts';
import { parse } from '#shared/protocol/parse.ts';
import type { DocumentSource } from '../core/documents.ts';
import type { LineIdentity } from '../core/world.ts';
import type { BoothSettings } from '../settings.ts';

/** A hub that says nothing for so long is not there, in milliseconds. */
const SILENT_MILLISECONDS = 20_000;
/** Most bytes of a list, or of a refusal. */
const TEXT_BYTES = 8_000_000;

export function hubDocuments(
  { hub, booth, token }: Pick<BoothSettings, 'hub' | 'booth' | 'token'>,
  identity?: Pick<LineIdentity, 'get'>,
): DocumentSource {
  const base = hub.replace(/^ws/, 'http');
  const own = { authorization: `Basic ${Buffer.from(`${booth}:${token}`).toString('base64')}` };
  const ask = (path: string, headers: Record<string, string>, signal: AbortSignal) => {
    const address = `${base}/booth/documents${path}`;
    const options = { headers, signal, agent: false } as const;
    return answerOf(
      identity
        ? identity.get(address, options)
        : getPlain(address, { ...options, headers: { ...headers, ...own } }),
    );
  };
  return {
    async list(signal): Promise<readonly BidDocument[]> {
      return parse(BidDocumentList, JSON.parse(await textOf(await ask('', {}, signal)))).documents;
    },
    async read(digest, from, signal) {
      const answer = await ask(`/${digest}`, from > 0 ? { range: `bytes=${from}-` } : {}, signal);
      if (answer.statusCode === (from > 0 ? 206 : 200)) return answer;
      answer.destroy();
      throw new Error(`the hub answered ${answer.statusCode}`);
    },
  };
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.setTimeout(SILENT_MILLISECONDS, () => request.destroy(new Error('the hub is silent')));
    request.on('error', reject);
    request.on('response', (answer) => {
      if ((answer.statusCode ?? 0) < 400) return resolve(answer);
      textOf(answer).then((text) => reject(refusedBy(text, answer.statusCode)), reject);
    });
  });
}

function refusedBy(text: string, status: number | undefined): Error {
  const [, code = ''] = /"code":"([A-Z_]+)"/.exec(text) ?? [];
  return Object.hasOwn(refusals, code)
    ? new Refusal(code as RefusalCode)
    : new Error(`the hub answered ${status}`);
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) {
    text += piece;
    if (text.length > TEXT_BYTES) throw new Error('the hub answers without an end');
  }
  return text;
}
