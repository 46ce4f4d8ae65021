/**
 * The process that holds a vendor's library, which may hang or crash as it likes. Argument: the path of the library.
 * Nothing it is sent is written anywhere.
 */

import { Pkcs11Library } from './library.ts';
import type { LibraryMessage, SignRequest } from './messages.ts';

/** How often is looked, while a key is there and while none is. */
const LOOK_MILLISECONDS = { present: 200, absent: 500 } as const;

const say = (message: LibraryMessage) => process.send?.(message);

async function open(): Promise<Pkcs11Library | null> {
  try {
    const { default: constants } = await import('pkcs11js');
    return new Pkcs11Library(constants, process.argv[2] ?? '');
  } catch (error) {
    say({ kind: 'unusable', detail: (error as Error).message.slice(0, 200) });
    return null;
  }
}

function serve(library: Pkcs11Library): void {
  const look = () => {
    const key = library.look();
    say({ kind: 'looked', key });
    return key;
  };
  const lookOn = () => {
    const { state } = look();
    setTimeout(lookOn, LOOK_MILLISECONDS[state === 'absent' ? 'absent' : 'present']);
  };
  process.on('message', ({ id, bytes, pin }: SignRequest) => {
    const answer = library.sign(bytes, pin);
    if (answer.kind !== 'signed') look();
    say({ kind: 'answer', id, answer });
  });
  process.on('disconnect', () => {
    library.close();
    process.exit();
  });
  lookOn();
}

// A Ctrl-C is for the agent, which says goodbye first.
process.on('SIGINT', () => {});
const library = await open();
if (library) serve(library);
else process.disconnect?.();
