/** The centre of the morning: three cities, twelve projects in two waves, and about two hundred experts to come. */
import type { Project } from '#shared/projects/project.ts';
import { dayInChina } from '#shared/time/day.ts';
import type { Account } from '#test/demo/staff.ts';
import { PASSWORD } from '#test/demo/town.ts';
import { Centre } from '#test/rehearsal/centre.ts';
import { smallProject } from '#test/rehearsal/evaluation.ts';
import { MessageGateway } from '#test/simulators/message-gateway/gateway.ts';

/** Panels as large as the rules let them be used here: 9 of the main site, 4 of each side site. */
const SITES = [
  { id: 'S1', min: 9, max: 9 },
  { id: 'S2', min: 4, max: 4 },
  { id: 'S3', min: 4, max: 4 },
];
export const PANEL = 17;

/** How many of a panel come to a site. */
export const partOf = (site: string) => SITES.find(({ id }) => id === site)?.min ?? 0;

const subjects = [
  ['城东污水处理厂扩建工程设备采购', '江州市水务集团'],
  ['滨江大道改造工程施工监理', '江州市城建投资公司'],
  ['市第三人民医院医学影像设备采购', '江州市第三人民医院'],
  ['智慧交通信号控制系统建设', '江州市公安局交警支队'],
  ['农村公路养护服务（二标段）', '和川市交通运输局'],
  ['政务云平台扩容与运维服务', '和川市大数据中心'],
  ['中小学校舍抗震加固工程施工', '临溪市教育局'],
  ['南湖湿地生态修复工程设计', '临溪市林业局'],
  ['公交新能源车辆采购', '江州市公交集团'],
  ['垃圾焚烧发电厂烟气净化系统', '江州市环境集团'],
  ['档案馆数字化加工服务', '和川市档案馆'],
  ['体育中心泛光照明工程施工', '临溪市体育局'],
] as const;

function project(n: number, title: string, tenderer: string): Project {
  const id = `JZ2026-${201 + n}`;
  const panel = {
    categories: [{ id: 'A', title: '综合评审', count: PANEL }],
    sites: SITES,
    maxPerEmployer: 3,
    reserves: 3,
  };
  return { ...smallProject(4), id, title, tenderer, panel };
}

export const projects = subjects.map(([title, tenderer], n) => project(n, title, tenderer));
/** The first are drawn together as one batch, the others one by one when the first sit. */
export const waves = { first: projects.slice(0, 8), second: projects.slice(8) } as const;

/** Only for room: people for reserves, and seats so that a draw finds a placement by chance. */
const room = [90, 91, 92].map((n) => project(n, '备用', '备用'));

/** How many experts have a key: those who may come to a real booth. */
const KEYED = 12;

export const secondDesk: Account = {
  ...{ user: 'hall-s1b', name: '江州市场地服务台二', role: 'hall', password: PASSWORD, site: 'S1' },
};

export interface Town {
  readonly centre: Centre;
  readonly gateway: MessageGateway;
  /** The day of the evaluations. */
  readonly day: string;
  now(): Date;
  close(): Promise<void>;
}

/** The main site has another, smaller hall beside the one in which all could sit. */
export const SECOND_HALL = { id: 'S12', site: 'S1', name: '二号评标大厅', rows: 4, columns: 6 };

async function addHall(centre: Centre): Promise<void> {
  const system = await centre.as('sysadmin');
  const { id: hall, rows, columns } = SECOND_HALL;
  await system.send('POST', '/api/halls', SECOND_HALL);
  for (let place = 0; place < rows * columns; place++) {
    const [row, column] = [1 + Math.trunc(place / columns), 1 + (place % columns)];
    const seat = `${hall}-0${row}0${column}`;
    await system.send('POST', '/api/booths', { id: `T-${seat}`, hall, seat });
  }
}

export async function openTown(): Promise<Town> {
  // A morning that begins just before midnight in China would end on another day.
  const soon = Date.now() + 10 * 60_000;
  const ahead =
    dayInChina(new Date(soon).toISOString()) === dayInChina(new Date().toISOString()) ? 0 : soon - Date.now();
  const now = () => new Date(Date.now() + ahead);
  const gateway = new MessageGateway();
  const settings = {
    KAWEI_INVITATIONS: '',
    KAWEI_MESSAGES_URL: await gateway.start(),
    KAWEI_MESSAGES_KEY: gateway.key,
  };
  const centre = await Centre.open([...projects, ...room], settings, now, KEYED);
  await addHall(centre);
  const security = await centre.as('secadmin');
  await security.send('POST', '/api/users', secondDesk);
  return {
    ...{ centre, gateway, now, day: dayInChina(now().toISOString()) },
    async close() {
      await centre.close();
      await gateway.close();
    },
  };
}
