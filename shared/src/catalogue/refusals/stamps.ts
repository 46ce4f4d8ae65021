import { defineRefusals } from './entry.ts';

/** Refusals of what another authority's time-stamps need: its answers, and certificates that wait for them. */
export const stampRefusals = defineRefusals({
  STAMP_AWAITED: {
    status: 409,
    zh: '见证书还在等待时间戳机构 {url} 加盖时间戳，取得后即可下载；中心会自动反复请求，请稍后再试。若一直没有，请系统管理员查看预警并联系该机构。',
    en: 'The certificate still waits for a time-stamp by {url} and can be had as soon as it is there. The hub goes on asking by itself: try again shortly. If none comes, have the system administrator see the alerts and call the authority.',
  },
  STAMP_ANCHOR_MISSING: {
    status: 409,
    zh: '见证书的时间戳由 {authority} 签发，其根证书不在 KAWEI_TSA_CA 中。请系统管理员把该机构的根证书补入该文件后重新启动中心。',
    en: 'The certificate was time-stamped by {authority}, whose root is not in KAWEI_TSA_CA. Have the system administrator add that root to the file and start the hub again.',
  },
  TSA_UNREACHABLE: {
    status: 503,
    zh: '连不上时间戳机构 {url}（{detail}）。请检查网络、地址和证书。',
    en: 'The time-stamping authority {url} cannot be reached ({detail}). Check network, address and TLS certificate.',
  },
  TSA_SILENT: {
    status: 503,
    zh: '时间戳机构 {url} 在 {seconds} 秒内没有答复。',
    en: 'The time-stamping authority {url} gave no whole answer in {seconds} seconds.',
  },
  TSA_HTTP: {
    status: 503,
    zh: '时间戳机构 {url} 答复 HTTP {http}（不跟随跳转）。请核对 KAWEI_TSA_URL。',
    en: 'The time-stamping authority {url} answered HTTP {http} (redirects are not followed). Check KAWEI_TSA_URL.',
  },
  TSA_TOO_LARGE: {
    status: 503,
    zh: '时间戳机构 {url} 的答复超过 {limit} 字节，已中断。',
    en: 'The answer of the time-stamping authority {url} exceeds {limit} bytes and was cut off.',
  },
  TSA_MALFORMED: {
    status: 503,
    zh: '时间戳机构 {url} 的答复不是 RFC 3161 时间戳（{detail}）。请核对 KAWEI_TSA_URL。',
    en: 'The answer of the time-stamping authority {url} is no RFC 3161 response ({detail}). Check KAWEI_TSA_URL.',
  },
  TSA_REJECTED: {
    status: 503,
    zh: '时间戳机构 {url} 拒绝加盖时间戳（状态 {status}：{detail}）。请联系该机构。',
    en: 'The time-stamping authority {url} rejects the request (status {status}: {detail}). Call the authority.',
  },
  TSA_OTHER_DATA: {
    status: 503,
    zh: '时间戳机构 {url} 答复的是另一份内容的时间戳。',
    en: 'The time-stamping authority {url} has stamped other data than was asked.',
  },
  TSA_NONCE: {
    status: 503,
    zh: '时间戳机构 {url} 的答复不是对本次请求的（随机数不符），可能是重放。',
    en: 'The answer of the time-stamping authority {url} is to another request (nonce): it may be replayed.',
  },
  TSA_UNTRUSTED: {
    status: 503,
    zh: '时间戳机构 {url} 的时间戳未通过核验（{zh}）。请核对 KAWEI_TSA_CA 是否为该机构的根证书。',
    en: 'The time-stamp by {url} does not verify ({en}). See that KAWEI_TSA_CA holds the root of that authority.',
  },
});
