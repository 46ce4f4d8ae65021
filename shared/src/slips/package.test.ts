import { createDecipheriv, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { expertAt } from '#test/simulators/hub-line/views.ts';
import { openPackage, sealPackage } from './package.ts';

const secret = '0102030405060708090a0b0c0d0e0f10';
const view = expertAt('pledge', { bidders: [] });

test('a package opens with its slip’s secret and with no other', () => {
  const sealed = sealPackage(secret, view) ?? '';
  expect(openPackage(secret, sealed)).toEqual(view);
  expect(openPackage('ff'.repeat(16), sealed)).toBe(null);
  const bytes = Buffer.from(sealed, 'base64');
  for (const at of [0, 100, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(openPackage(secret, changed.toString('base64'))).toBe(null);
  }
  expect(openPackage(secret, '')).toBe(null);
});

test('tells nothing of its contents, and of their length only which of a few sizes', () => {
  const short = sealPackage(secret, view) ?? '';
  const longer = sealPackage(secret, { ...view, candidates: Array(40).fill('专家甲') }) ?? '';
  expect(longer.length).toBe(short.length);
  expect(Buffer.from(short, 'base64').length).toBe(8192 + 16);
  expect(Buffer.from(short, 'base64').includes(Buffer.from(view.project.title))).toBe(false);
  const large = { ...view, candidates: Array(60).fill('专'.repeat(60)) };
  expect(Buffer.from(sealPackage(secret, large) ?? '', 'base64').length).toBe(16_384 + 16);
  expect(sealPackage(secret, { ...view, candidates: Array(400).fill('专'.repeat(60)) })).toBe(null);
});

test('is AES-256-GCM-SIV (RFC 8452), as OpenSSL has it', () => {
  const sealed = Buffer.from(sealPackage(secret, view) ?? '', 'base64');
  const name = Buffer.from('kawei/seat-package@1');
  const key = createHmac('sha256', Buffer.from(secret, 'hex')).update(name).digest();
  // Its tag is the counter's first block under a key that follows from key and nonce; RFC 8452, sections 4 and 5.
  const keys = derive(key);
  const tag = sealed.subarray(-16);
  const counter = Buffer.from(tag);
  counter[15] = (counter[15] ?? 0) | 0x80;
  const plain = littleEndianCounter(keys, counter, sealed.subarray(0, -16));
  expect(JSON.parse(plain.toString())).toEqual(view);
});

/** The key of encryption for a nonce of zeros: halves of AES over 2, 3, 4 and 5. */
function derive(key: Buffer): Buffer {
  const halves = [2, 3, 4, 5].map((number) => {
    const block = Buffer.alloc(16);
    block.writeUInt32LE(number);
    return aesBlock(key, block).subarray(0, 8);
  });
  return Buffer.concat(halves);
}

function littleEndianCounter(key: Buffer, start: Buffer, sealed: Buffer): Buffer {
  const counter = Buffer.from(start);
  const plain = Buffer.alloc(sealed.length);
  for (let at = 0; at < sealed.length; at += 16) {
    const stream = aesBlock(key, counter);
    for (let place = at; place < Math.min(at + 16, sealed.length); place++)
      plain[place] = (sealed[place] ?? 0) ^ (stream[place - at] ?? 0);
    counter.writeUInt32LE((counter.readUInt32LE(0) + 1) >>> 0, 0);
  }
  return plain;
}

/** One block of AES-256, by Node: counter mode over zeros is the block itself. */
function aesBlock(key: Buffer, block: Buffer): Buffer {
  return createDecipheriv('aes-256-ctr', key, block).update(Buffer.alloc(16));
}
