/** The keys with which sites countersign, at the hub's doors. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SiteKeyRow } from '#shared/protocol/draws.ts';
import { SiteSigner } from '#test/demo/countersigning.ts';
import { drawOf, opened } from '#test/rehearsal/at-ceremonies.ts';
import { codeOf, entriesOf, expectSound, projectAt } from '#test/rehearsal/at-the-door.ts';
import { Centre } from '#test/rehearsal/centre.ts';

const both = ['S1', 'S2'];

describe('the keys of sites', () => {
  let centre: Centre;
  const ids = ['K1', 'K2'];
  beforeAll(async () => {
    centre = await Centre.open(ids.map((id) => projectAt(id, both)));
  });
  afterAll(async () => {
    await expectSound(centre);
    await centre?.close();
  });
  const register = async (site: string, body: object) =>
    codeOf((await centre.desk(site)).staff.send('POST', '/api/site-keys', body));

  it('are registered once, by who holds them, and seen by their own site and by overseers', async () => {
    const spare = new SiteSigner('S1');
    const registration = spare.registration('备用工作站');
    await Promise.all(both.map((site) => centre.desk(site)));
    const before = await entriesOf(centre);
    // Made for another site, or by somebody who only knows the public key.
    expect(await register('S2', registration)).toBe('SITE_KEY_PROOF');
    expect(await register('S1', { ...registration, key: new SiteSigner('S1').key })).toBe('SITE_KEY_PROOF');
    expect(await register('S1', { ...registration, proof: 'x' })).toBe('INPUT_INVALID');
    expect(await entriesOf(centre)).toBe(before);
    expect(await register('S1', registration)).toBe('done');
    expect(await register('S1', registration)).toBe('SITE_KEY_KNOWN');
    const seen = async (user: string) =>
      (await (await centre.as(user)).get<SiteKeyRow[]>('/api/site-keys')).map(({ site }) => site).sort();
    expect(await seen('supervisor')).toEqual(['S1', 'S1', 'S2']);
    expect(await seen('hall-s1')).toEqual(['S1', 'S1']);
    expect(await codeOf((await centre.as('agency')).get('/api/site-keys'))).toBe('ROLE_FORBIDDEN');
    expect(await codeOf((await centre.as('supervisor')).send('POST', '/api/site-keys', registration))).toBe(
      'ROLE_FORBIDDEN',
    );
  });

  it('countersign the very draw, input and site, and nothing else', async () => {
    const { drawId, digest, one, two } = await opened(centre, projectAt('K1', both));
    const before = await entriesOf(centre);
    expect(await one.countersign('0'.repeat(64))).toBe('DRAW_COUNTERSIGNATURE_WRONG');
    expect(await one.countersign(digest, { drawId: 'K1#2' })).toBe('DRAW_COUNTERSIGNATURE_WRONG');
    expect(await one.countersign(digest, { signer: new SiteSigner('S1') })).toBe('SITE_KEY_UNKNOWN');
    expect(await one.countersign(digest, { signer: (await centre.desk('S2')).signer })).toBe(
      'SITE_KEY_UNKNOWN',
    );
    expect(await entriesOf(centre)).toBe(before);
    expect((await drawOf(centre, drawId)).parties.map(({ countersigned: is }) => is)).toEqual([false, false]);
    expect(await one.countersign(digest)).toBe('done');
    expect((await drawOf(centre, drawId)).parties.map(({ countersigned: is }) => is)).toEqual([true, false]);
    expect(await two.countersign(digest)).toBe('done');
  });

  it('sign nothing once they are revoked; what they have signed stands', async () => {
    const { digest, one, two } = await opened(centre, projectAt('K2', both));
    expect(await one.countersign(digest)).toBe('done');
    const { signer, staff } = await centre.desk('S2');
    const reason = '工作站更换';
    const revoke = (who: typeof staff) =>
      codeOf(who.send('POST', `/api/site-keys/${signer.key}/revoke`, { reason }));
    expect(await revoke((await centre.desk('S1')).staff)).toBe('SITE_KEY_UNKNOWN');
    expect(await revoke(await centre.as('supervisor'))).toBe('ROLE_FORBIDDEN');
    expect(await revoke(await centre.as('secadmin'))).toBe('done');
    expect(await revoke(staff)).toBe('SITE_KEY_REVOKED');
    expect(await two.countersign(digest)).toBe('SITE_KEY_REVOKED');
    const fresh = new SiteSigner('S2');
    expect(await register('S2', fresh.registration('新工作站'))).toBe('done');
    expect(await two.countersign(digest, { signer: fresh })).toBe('done');
    const rows = await (await centre.as('secadmin')).get<SiteKeyRow[]>('/api/site-keys');
    expect(rows.find(({ key }) => key === signer.key)?.revoked).toMatchObject({
      by: expect.any(String),
      reason,
    });
  });
});
