/** What trying one password costs: OWASP Password Storage Cheat Sheet, scrypt with N = 2^17, r = 8, p = 1. */
export const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
