import { defineRefusals } from './entry.ts';

/** Refusals of the command line's files. */
export const fileRefusals = defineRefusals({
  FILE_UNREADABLE: {
    status: 404,
    zh: '无法读取文件 {file}（{detail}），请核对路径和权限。',
    en: 'File {file} cannot be read ({detail}). Check the path and its permissions.',
  },
  FILE_NOT_TEXT: {
    status: 400,
    zh: '文件 {file} 不是 UTF-8 文本。',
    en: 'File {file} is not text in UTF-8.',
  },
  FILE_NOT_JSON: {
    status: 400,
    zh: '文件 {file} 不是有效的 JSON，或不是原样。',
    en: 'File {file} is not valid JSON, or not as it was written.',
  },
  FILE_EXISTS: {
    status: 409,
    zh: '文件 {file} 已存在，请换一个文件名。',
    en: 'The file {file} is there already. Choose another name.',
  },
  FILE_UNWRITABLE: {
    status: 409,
    zh: '无法写入文件 {file}（{detail}），请核对路径、权限和磁盘空间。',
    en: 'File {file} cannot be written ({detail}). Check the path, its permissions and the disk.',
  },
  CHECKOUT_ONLY: {
    status: 404,
    zh: '此功能需要源代码目录中的模拟设备（{file}），安装版不含模拟设备。',
    en: 'This needs the simulated devices of a source checkout ({file}); an installed Kawei has none.',
  },
  DEMO_PANEL: {
    status: 422,
    zh: '评分文件有 {marks} 位专家，而项目的评标委员会为 {panel} 人；请使二者一致。',
    en: 'The marks are of {marks} expert(s) and the panel of the project is {panel}; make them agree.',
  },
  DEMO_HUB: {
    status: 409,
    zh: '演示用的中心未能启动：{detail}',
    en: 'The hub of the demo did not start: {detail}',
  },
});
