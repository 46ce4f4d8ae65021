/** SM2 signatures over SM3 (GB/T 32918, GM/T 0009), as DER of two numbers. */
import { sm2, sm3 } from 'sm-crypto-v2';
import { bytesOfHex, hexOf } from '../canonical/index.ts';
import * as DER from './der.ts';

/** The distinguishing identifier that GM/T 0009 gives to signers without another. */
const SIGNER = '1234567812345678';

export function sm3Of(bytes: Uint8Array): Uint8Array {
  return bytesOfHex(sm3(bytes));
}

/** Whether the holder of this public key, an uncompressed point in hex, has signed these bytes. */
export function sm2Holds(point: string, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    // Two numbers in the one encoding they have; the library takes others too.
    const numbers = DER.exactly(2, DER.partsOf(DER.readDer(signature))).map(DER.unsignedOf);
    if (numbers.some(({ length }) => length > 32)) return false;
    const options = { hash: true, der: true, userId: SIGNER };
    return sm2.doVerifySignature(data, hexOf(signature), point, options);
  } catch {
    return false; // no point of the curve, or no signature
  }
}
