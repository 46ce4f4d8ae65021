import { expect, it, vi } from 'vitest';
import { hashPassword, nobodysHash, passwordMatches } from './passwords.ts';

vi.unmock('#hub/people/password-cost.ts');

it('hashes as the OWASP cheat sheet asks, with a salt of its own each time, and knows the password again', async () => {
  const [one, other] = await Promise.all([hashPassword('口令 12345'), hashPassword('口令 12345')]);
  expect(one).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(nobodysHash).toMatch(/^scrypt\$131072\$8\$1\$/);
  expect(other).not.toBe(one);
  expect(await passwordMatches('口令 12345', one)).toBe(true);
  expect(await passwordMatches('口令 12346', one)).toBe(false);
});
