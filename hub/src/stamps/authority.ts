/** The outside time-stamping authority, as it is set: where it is asked, and what it is trusted by. */
import { X509Certificate } from 'node:crypto';
import { Refusal } from '#shared/catalogue/refusal.ts';

export interface TimeAuthority {
  readonly url: string;
  /** DER: root certificates that its time-stamps chain to. */
  readonly anchors: readonly Uint8Array[];
}

/** The authority of the settings; null where none is set. Refuses SETTING_INVALID for one half, or what cannot serve. */
export function timeAuthorityOf(
  { tsaUrl, tsaCa }: { readonly tsaUrl: string; readonly tsaCa: string },
  anchors: readonly Uint8Array[],
): TimeAuthority | null {
  if (tsaUrl === '' && tsaCa === '') return null;
  if (tsaCa === '')
    throw invalid('KAWEI_TSA_CA', tsaCa, '设了 KAWEI_TSA_URL 就必须设置', 'needed with KAWEI_TSA_URL');
  if (tsaUrl === '')
    throw invalid('KAWEI_TSA_URL', tsaUrl, '设了 KAWEI_TSA_CA 就必须设置', 'needed with KAWEI_TSA_CA');
  requireAddress(tsaUrl);
  if (!anchors.every(isRoot))
    throw invalid(
      'KAWEI_TSA_CA',
      tsaCa,
      '只能含自签的根证书',
      'it may hold self-signed root certificates only',
    );
  return { url: tsaUrl, anchors };
}

function requireAddress(text: string): void {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw invalid('KAWEI_TSA_URL', text, '应为 http(s):// 地址', 'an address http(s)://…');
  if (url.username !== '' || url.password !== '')
    throw invalid(
      'KAWEI_TSA_URL',
      '…',
      '地址中不能写用户名和密码',
      'no user name or password in the address',
    );
}

/** What `openssl ts -verify -CAfile` and a reader of `ca.pem` take for an anchor. */
function isRoot(der: Uint8Array): boolean {
  try {
    const certificate = new X509Certificate(der);
    return (
      certificate.ca && certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey)
    );
  } catch {
    return false;
  }
}

function invalid(name: string, value: string, zh: string, en: string): Refusal {
  return new Refusal('SETTING_INVALID', { name, value, detail: `${zh} / ${en}` });
}
