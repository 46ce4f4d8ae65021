/** A payload with prepared parts is the same payload: for the ledger, for its checks, and for whoever looks into it. */
import { describe, expect, it } from 'vitest';
import { canonicalText } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { parse } from '#shared/protocol/parse.ts';
import { partText, payloadText, preparedText, unprepared, withCause, withPrepared } from './prepared.ts';

type Requested = EventPayload<'panel.requested'>;
const identities = [{ realId: 'E1', pseudonym: 'x', salt: '0'.repeat(64) }];
const rest = { project: 'P-1', drawId: 'P-1#1', day: '2026-11-23' };
const text = preparedText('panel.requested', 'identities', identities);
const payload = withPrepared<Requested, 'identities'>(rest, { identities: text });
const cause = { by: 'user:agency' };

describe('a payload with a prepared part', () => {
  it('has the canonical text of the plain one, with its cause', () => {
    const plain = { ...rest, identities, ...cause };
    expect(payloadText(withCause(payload, cause))).toBe(canonicalText(plain));
    expect(withCause(payload, cause)).toEqual(plain);
  });

  it('is looked into like any other', () => {
    expect(payload.identities).toEqual(identities);
    expect(JSON.parse(partText(payload, 'identities'))).toEqual(identities);
    expect(partText({ identities }, 'identities')).toBe(JSON.stringify(identities));
  });

  it('is checked where it was not prepared, and the part where it was', () => {
    const { schema, value } = unprepared('panel.requested', payload);
    expect(parse(schema, value)).toEqual(rest);
    const wrong = withPrepared<Requested, 'identities'>({ ...rest, day: 'tomorrow' }, { identities: text });
    const unchecked = unprepared('panel.requested', wrong);
    expect(() => parse(unchecked.schema, unchecked.value)).toThrow();
    expect(() => preparedText('panel.requested', 'identities', [{ realId: 'E1' }])).toThrow('does not fit');
  });
});
