import { isIP } from 'node:net';
import { Refusal } from '#shared/catalogue/refusal.ts';

/**
 * The reverse proxies of the setting KAWEI_PROXY: addresses, or subnets such as `10.1.0.0/24`, with commas between. None
 * for ''. Refuses SETTING_INVALID for anything else.
 */
export function trustedProxies(setting: string): string[] {
  if (setting === '') return [];
  const proxies = setting.split(',').map((one) => one.trim());
  const wrong = proxies.find((one) => !isProxy(one));
  if (wrong === undefined) return proxies;
  const detail = 'IP 地址或网段，逗号分隔 / IP addresses or subnets, with commas between';
  throw new Refusal('SETTING_INVALID', { name: 'KAWEI_PROXY', value: setting, detail });
}

function isProxy(text: string): boolean {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  if (length === undefined) return true;
  // A subnet of everything would have anybody say from where they come.
  return /^[1-9]\d{0,2}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128);
}
