import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { sealContainer, sm2KeyIn, writeContainer } from '#booth/devices/usb-key/container/file.ts';
import { enrolInserted } from '#booth/devices/usb-key/fido2/enrol.ts';
import { hexOf } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { CREDENTIAL_EXTENSION } from '#shared/signature/assertion.ts';
import { readCertificates } from '#shared/signature/certificates.ts';
import { orUnreadable } from '../readable.ts';
import { printJson, say } from './output.ts';

/** `kawei key`: what is done with an expert's key before it comes to a booth. A PIN is read from standard input. */
export function registerKey(program: Command): void {
  const key = program.command('key').description('专家签名 Key 的准备 / to prepare experts’ keys');
  key
    .command('enrol')
    .argument('<name>', '专家姓名 / name of the expert')
    .description(
      '让插入的 FIDO2 Key 生成凭据，交发证机构签发 / have the FIDO2 key in the machine make a credential, to be certified',
    )
    .action(enrol);
  key
    .command('seal')
    .argument('<key>', 'SM2 私钥（PKCS#8 PEM）/ SM2 private key, PKCS#8 in PEM')
    .argument('<certificate>', '其证书（PEM）/ its certificate in PEM')
    .argument('<file>', '软 Key 文件 / container to write')
    .description(
      '把 SM2 私钥装入由 PIN 保护的软 Key 文件 / put an SM2 key into a container that its PIN opens',
    )
    .action(seal);
}

async function enrol(name: string): Promise<void> {
  say('请输入 Key 的 PIN 码，回车后触摸 Key', 'Enter the PIN of the key, then touch it');
  const pin = await readPin();
  const { nodeHid } = await import('#booth/devices/usb-key/fido2/node-hid.ts');
  const { credential, point } = await enrolInserted(nodeHid, name, pin);
  const text = (half: Uint8Array) => Buffer.from(half).toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: text(point.slice(1, 33)), y: text(point.slice(33)) };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  printJson({ name, credential: hexOf(credential), extension: CREDENTIAL_EXTENSION, publicKey });
}

async function seal(keyFile: string, certificateFile: string, file: string): Promise<void> {
  if (existsSync(file)) throw new Refusal('FILE_EXISTS', { file });
  const [certificate] = readCertificates(read(certificateFile));
  if (!certificate) throw new Refusal('FILE_UNREADABLE', { file: certificateFile, detail: 'no certificate' });
  const key = sm2KeyIn(read(keyFile), certificate);
  if (!key)
    throw new Refusal('FILE_UNREADABLE', { file: keyFile, detail: 'not the SM2 key of the certificate' });
  say('请设定软 Key 的 PIN 码（至少 6 位）', 'Choose a PIN of at least 6 characters');
  const pin = await readPin();
  if (pin.length < 6) throw new Refusal('KEY_PIN_SHORT');
  try {
    writeContainer(file, sealContainer(key, certificate, pin));
  } catch (error) {
    throw new Refusal('FILE_UNWRITABLE', { file, detail: (error as NodeJS.ErrnoException).code ?? '' });
  }
  printJson({ file });
}

function read(file: string): string {
  return orUnreadable(file, () => readFileSync(file, 'latin1'));
}

/** The first line of standard input; '' where there is none. */
async function readPin(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}
