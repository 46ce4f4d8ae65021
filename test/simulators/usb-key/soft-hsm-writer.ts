/** Puts keys and certificates into a new token, as their issuer does; a process of its own. Prints its directory's name. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pkcs11 from 'pkcs11js';

interface Input {
  readonly library: string;
  readonly label: string;
  readonly pin: string;
  readonly pairs: readonly {
    readonly jwk: Record<string, string>;
    readonly certificate: string;
    readonly eachTime: boolean;
  }[];
}

const OFFICER_PIN = '12345678';
const P256 = Buffer.from('06082a8648ce3d030107', 'hex');

const { library: path, label, pin, pairs } = JSON.parse(readFileSync(0, 'utf8')) as Input;
const library = new pkcs11.PKCS11();
library.load(path);
library.C_Initialize();
const [free] = library.C_GetSlotList(true);
if (!free) throw new Error('no free slot');
library.C_InitToken(free, OFFICER_PIN, label);
const slot = library
  .C_GetSlotList(true)
  .find((one) => library.C_GetTokenInfo(one).flags & pkcs11.CKF_TOKEN_INITIALIZED);
if (!slot) throw new Error('no token');
const session = library.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
library.C_Login(session, pkcs11.CKU_SO, OFFICER_PIN);
library.C_InitPIN(session, pin);
library.C_Logout(session);
library.C_Login(session, pkcs11.CKU_USER, pin);
for (const [index, { jwk, certificate, eachTime }] of pairs.entries()) {
  const id = Buffer.of(index + 1);
  const bytes = (name: string) => Buffer.from(jwk[name] ?? '', 'base64url');
  const rsa = [
    { type: pkcs11.CKA_KEY_TYPE, value: pkcs11.CKK_RSA },
    { type: pkcs11.CKA_MODULUS, value: bytes('n') },
    { type: pkcs11.CKA_PUBLIC_EXPONENT, value: bytes('e') },
    { type: pkcs11.CKA_PRIVATE_EXPONENT, value: bytes('d') },
    { type: pkcs11.CKA_PRIME_1, value: bytes('p') },
    { type: pkcs11.CKA_PRIME_2, value: bytes('q') },
    { type: pkcs11.CKA_EXPONENT_1, value: bytes('dp') },
    { type: pkcs11.CKA_EXPONENT_2, value: bytes('dq') },
    { type: pkcs11.CKA_COEFFICIENT, value: bytes('qi') },
  ];
  const ec = [
    { type: pkcs11.CKA_KEY_TYPE, value: pkcs11.CKK_EC },
    { type: pkcs11.CKA_EC_PARAMS, value: P256 },
    { type: pkcs11.CKA_VALUE, value: bytes('d') },
  ];
  library.C_CreateObject(session, [
    { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_PRIVATE_KEY },
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_PRIVATE, value: true },
    { type: pkcs11.CKA_SENSITIVE, value: true },
    { type: pkcs11.CKA_EXTRACTABLE, value: false },
    { type: pkcs11.CKA_SIGN, value: true },
    { type: pkcs11.CKA_ALWAYS_AUTHENTICATE, value: eachTime },
    { type: pkcs11.CKA_ID, value: id },
    ...(jwk.kty === 'RSA' ? rsa : ec),
  ]);
  library.C_CreateObject(session, [
    { type: pkcs11.CKA_CLASS, value: pkcs11.CKO_CERTIFICATE },
    { type: pkcs11.CKA_CERTIFICATE_TYPE, value: pkcs11.CKC_X_509 },
    { type: pkcs11.CKA_TOKEN, value: true },
    { type: pkcs11.CKA_PRIVATE, value: false },
    { type: pkcs11.CKA_ID, value: id },
    { type: pkcs11.CKA_SUBJECT, value: Buffer.from('3000', 'hex') },
    { type: pkcs11.CKA_VALUE, value: Buffer.from(certificate, 'base64') },
  ]);
}
library.C_Finalize();
const settings = readFileSync(process.env.SOFTHSM2_CONF ?? '', 'utf8');
const directory = /tokendir = (.*)/.exec(settings)?.[1] ?? dirname(path);
process.stdout.write(readdirSync(directory)[0] ?? '');
