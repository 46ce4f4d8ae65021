import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { COST } from './password-cost.ts';
import { inTurn, inTurnUnlessMany } from './turns.ts';

const KEY_BYTES = 32;

/** A password nobody guesses: 96 bits. */
export function randomPassword(): string {
  return randomBytes(12).toString('base64url');
}

/** Hashes a password as `scrypt$N$r$p$salt$key`, salt and key in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await inTurn(() => derive(password, salt, COST));
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/**
 * Whether the password is the one that was hashed. Takes the same time for a wrong one. Refuses TOO_MANY_REQUESTS while
 * too many others wait to have theirs tried.
 */
export async function passwordMatches(password: string, hash: string): Promise<boolean> {
  const [, N, r, p, salt, key] = hash.split('$');
  if (!salt || !key) return false;
  const expected = Buffer.from(key, 'base64');
  const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const tried = await inTurnUnlessMany(() => derive(password, Buffer.from(salt, 'base64'), cost));
  return timingSafeEqual(expected, tried);
}

/** A hash nobody has the password of: checked when the user is unknown, so that both cases take as long. */
export const nobodysHash = `scrypt$${COST.N}$${COST.r}$${COST.p}$${randomBytes(16).toString('base64')}$${randomBytes(KEY_BYTES).toString('base64')}`;

function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
