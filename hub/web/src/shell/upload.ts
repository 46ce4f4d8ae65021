/** Sends one file as it is, and tells how much of it has gone. */
import { isRefusal, RefusedError, unreachable } from './api.ts';

/**
 * `sent`: the part that has left this machine, 0 to 1. Throws RefusedError for what the hub refuses and when it cannot
 * be reached; fetch() cannot tell how far a body has gone.
 */
export function upload(path: string, file: File, type: string, sent: (part: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', type);
    request.upload.onprogress = ({ loaded, total }) => sent(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) return resolve();
      const answer = parsed(request.responseText);
      reject(new RefusedError(isRefusal(answer) ? answer : unreachable));
    };
    request.onerror = () => reject(new RefusedError(unreachable));
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
