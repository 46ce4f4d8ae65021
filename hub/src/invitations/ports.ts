/** Where invitations are handed over: a directory that the centre's gateway empties, or its address on the network. */
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Invitation } from '#shared/protocol/messages.ts';
import type { Settings } from '../settings.ts';
import { makeDirectory, writeDurably } from '../store/durable-file.ts';
import { signedHeaders } from './signed.ts';

/** The centre's SMS or telephone gateway. */
export interface MessagePort {
  /** Settles once the gateway has the message for good; rejects otherwise, and is asked again with the same id. */
  deliver(message: Invitation): Promise<void>;
}

/** How long a gateway may take for its answer, in milliseconds. */
const PATIENCE = 10_000;

/** Every place that is set; none where nobody is to be invited. Refuses SETTING_INVALID for an address without a key. */
export function messagePorts(settings: Settings, now: () => Date): MessagePort[] {
  const { invitations, messagesUrl, messagesKey } = settings;
  if (messagesUrl !== '' && messagesKey === '') {
    const detail = '须与 KAWEI_MESSAGES_URL 同时设置 / needed with KAWEI_MESSAGES_URL';
    throw new Refusal('SETTING_INVALID', { name: 'KAWEI_MESSAGES_KEY', value: '', detail });
  }
  return [
    ...(invitations === '' ? [] : [spool(invitations)]),
    ...(messagesUrl === '' ? [] : [webhook(messagesUrl, messagesKey, now)]),
  ];
}

/** One file a message, named after neither project nor person: who lists the directory learns nothing. */
function spool(directory: string): MessagePort {
  return {
    deliver: async (message) => {
      makeDirectory(directory);
      writeDurably(join(directory, `${message.id}.json`), `${JSON.stringify(message, null, 2)}\n`);
    },
  };
}

/** docs/messages.md: a signed POST; any answer of the 2xx says that the gateway has it. */
function webhook(url: string, key: string, now: () => Date): MessagePort {
  return {
    deliver: async (message) => {
      const body = JSON.stringify(message);
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error', // a message to an expert goes nowhere else
        headers: {
          'content-type': 'application/json',
          'kawei-message': message.id,
          ...signedHeaders(key, body, now()),
        },
        body,
        signal: AbortSignal.timeout(PATIENCE),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the message gateway answers ${response.status}`);
    },
  };
}
