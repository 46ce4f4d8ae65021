import { defineRefusals } from './entry.ts';

/** Refusals of the gateway: what is turned away before any room sees it. */
export const gatewayRefusals = defineRefusals({
  INPUT_INVALID: {
    status: 400,
    zh: '提交的内容有 {count} 处不符合要求，请按下列提示逐处修改后重新提交。',
    en: 'The input has {count} fault(s). Correct each place listed and send it again.',
  },
  TEXT_BROKEN: {
    status: 400,
    zh: '“{place}”处的文字里有残缺的字符（半个代理对）。请删去该字符，重新输入。',
    en: 'The text at {place} has half a character in it (an unpaired surrogate). Delete the character and type it again.',
  },
  FIELD_MISSING: {
    status: 400,
    zh: '缺少“{field}”，请补上。',
    en: 'The field "{field}" is missing. Add it.',
  },
  FIELD_SURPLUS: {
    status: 400,
    zh: '不应有“{field}”这一项，请删除。',
    en: 'There is no field "{field}" here. Remove it.',
  },
  FIELD_TEXT: { status: 400, zh: '此处应为文字。', en: 'This must be a text.' },
  FIELD_INTEGER: {
    status: 400,
    zh: '此处应为整数，不带小数和引号。',
    en: 'This must be a whole number, without quotes.',
  },
  FIELD_NUMBER: { status: 400, zh: '此处应为数字，不带引号。', en: 'This must be a number, without quotes.' },
  FIELD_TRUTH: { status: 400, zh: '此处应为 true 或 false。', en: 'This must be true or false.' },
  FIELD_NULL: { status: 400, zh: '此处应为空（null）。', en: 'This must be null.' },
  FIELD_LIST: { status: 400, zh: '此处应为列表。', en: 'This must be a list.' },
  FIELD_OBJECT: { status: 400, zh: '此处应为一组字段（对象）。', en: 'This must be an object.' },
  FIELD_TOO_LONG: {
    status: 400,
    zh: '此处最多 {max} 个字符，现有 {length} 个，请缩短。',
    en: 'This may have at most {max} characters and has {length}. Shorten it.',
  },
  FIELD_TOO_SHORT: {
    status: 400,
    zh: '此处不能少于 {min} 个字符，请补全。',
    en: 'This must have at least {min} character(s). Complete it.',
  },
  FIELD_RANGE: { status: 400, zh: '此处应在 {min} 到 {max} 之间。', en: 'This must be from {min} to {max}.' },
  FIELD_AT_LEAST: { status: 400, zh: '此处不能小于 {min}。', en: 'This must be {min} or more.' },
  FIELD_AT_MOST: { status: 400, zh: '此处不能大于 {max}。', en: 'This must be {max} or less.' },
  FIELD_ABOVE: { status: 400, zh: '此处必须大于 {limit}。', en: 'This must be more than {limit}.' },
  FIELD_CHOICE: { status: 400, zh: '此处应为下列之一：{choices}。', en: 'This must be one of: {choices}.' },
  FIELD_ID: {
    status: 400,
    zh: '编号应为 1 到 64 个字符，以字母或数字开头，只含字母、数字、“-”“_”“.”，不能是 constructor 等程序保留的词。',
    en: 'An id has 1 to 64 characters, begins with a letter or digit, and holds only letters, digits, "-", "_" and "."; a few words that programs keep for themselves, as constructor, are none.',
  },
  FIELD_INSTANT: {
    status: 400,
    zh: '时间应为世界时，例如 2026-11-23T01:00:00.000Z。',
    en: 'An instant is written in UTC, such as 2026-11-23T01:00:00.000Z.',
  },
  FIELD_DAY: {
    status: 400,
    zh: '日期应写成 2026-11-23 的样子。',
    en: 'A day is written as 2026-11-23.',
  },
  FIELD_DIGEST: {
    status: 400,
    zh: '此处应为 64 位小写十六进制字符（32 字节）。',
    en: 'This must be 64 lower-case hexadecimal digits (32 bytes).',
  },
  FIELD_BASE64: { status: 400, zh: '此处应为 base64 编码。', en: 'This must be base64.' },
  FIELD_NUL: {
    status: 400,
    zh: '文字中有不可见的空字符（U+0000），请删去后重新填写。',
    en: 'This text has a null character (U+0000) in it. Type it anew without.',
  },
  FIELD_PATTERN: {
    status: 400,
    zh: '此处写法不正确，应符合 {pattern}。',
    en: 'This is not written as it must be: {pattern}.',
  },
  LIST_TOO_SHORT: {
    status: 400,
    zh: '此列表至少要有 {min} 项。',
    en: 'This list must have at least {min} entries.',
  },
  LIST_TOO_LONG: {
    status: 400,
    zh: '此列表最多 {max} 项。',
    en: 'This list may have at most {max} entries.',
  },
  LIST_REPEATED: {
    status: 400,
    zh: '此项与前面重复，请删除。',
    en: 'This repeats an earlier entry. Remove it.',
  },
  INPUT_NOT_JSON: {
    status: 400,
    zh: '内容不是有效的 JSON，请检查文件后重新提交。',
    en: 'The input is not valid JSON. Check the file and send it again.',
  },
  INPUT_TOO_LARGE: {
    status: 413,
    zh: '内容过大，上限为 {limit} 字节。',
    en: 'The input is too large; the limit is {limit} bytes.',
  },
  MEDIA_TYPE: { status: 415, zh: '请以 application/json 提交。', en: 'Send the input as application/json.' },
  NOT_FOUND: {
    status: 404,
    zh: '没有找到该内容，请核对地址或编号。',
    en: 'Not found. Check the address or the number.',
  },
  CROSS_SITE: {
    status: 403,
    zh: '请求来自其他网站，已拒绝。请在本系统页面内操作。',
    en: 'The request came from another site and was refused. Work from within these pages.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    zh: '操作过于频繁，请 {seconds} 秒后再试。',
    en: 'Too many attempts. Try again in {seconds} seconds.',
  },
  FRAME_INVALID: {
    status: 400,
    zh: '终端发来的数据不符合协议，连接已断开。',
    en: 'The frame does not fit the protocol; the connection was closed.',
  },
});
