import { defineRefusals } from './entry.ts';

/** Refusals of the gateway: what is turned away before any room sees it. */
export const gatewayRefusals = defineRefusals({
  INPUT_INVALID: {
    status: 400,
    zh: '提交的内容有 {count} 处不符合要求，请按下列提示逐处修改后重新提交。',
    en: 'The input has {count} fault(s). Correct each place listed and send it again.',
  },
  INPUT_FIELD: {
    status: 400,
    zh: '此处不符合格式要求：{detail}',
    en: 'This place does not fit the format: {detail}',
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
  HUB_STOPPING: {
    status: 503,
    zh: '中心正在重启，请稍后再试。',
    en: 'The hub is restarting. Try again shortly.',
  },
  FRAME_INVALID: {
    status: 400,
    zh: '终端发来的数据不符合协议，连接已断开。',
    en: 'The frame does not fit the protocol; the connection was closed.',
  },
});
