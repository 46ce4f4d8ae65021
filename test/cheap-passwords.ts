/**
 * Every centre of the tests has a dozen users, each of whose passwords is hashed and tried at half a second of a
 * core: here at a thousandth of it. Hubs that are processes of their own pay in full
 * but in test/faults (inject.ts), and so does people.test.ts.
 */
import { vi } from 'vitest';

vi.mock('#hub/people/password-cost.ts', () => ({ COST: { N: 2 ** 10, r: 8, p: 1, maxmem: 256 * 2 ** 20 } }));
