/** The whole main job before one's eyes: `kawei demo`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pointsText } from '#shared/scoring/exact.ts';
import { Authority } from '../simulators/authority/authority.ts';
import { evaluate } from './evaluate.ts';
import { type Brought, readInput } from './evaluation-input.ts';
import { saveEvidence } from './evidence.ts';
import { HubProcess } from './hub-process.ts';
import { makePeople, type Person, PIN } from './people.ts';
import { Refused, until } from './staff.ts';
import { Story } from './story.ts';
import { Teller } from './teller.ts';
import { buildTown, PASSWORD, type Town } from './town.ts';
import { WitnessProcesses } from './witness-processes.ts';

export interface DemoOptions extends Brought {
  readonly port: number;
  readonly once: boolean;
  readonly out?: string;
  /** Settles when the person wants to stop looking. */
  readonly stopped: () => Promise<void>;
}

const STEPS = 12;

/** Runs the demo. Everything it starts has ended when this settles, also after a failure. */
export async function runDemo(options: DemoOptions): Promise<void> {
  const input = readInput(options);
  const teller = new Teller(STEPS);
  const place = mkdtempSync(join(tmpdir(), 'kawei-demo-'));
  const invitations = join(place, 'invitations');
  const trust = join(place, 'experts-ca.pem');
  const witnesses = new WitnessProcesses(place);
  const hub = new HubProcess({
    KAWEI_HOST: '127.0.0.1',
    KAWEI_PORT: String(options.port),
    // Everything of it is on this one machine.
    KAWEI_BOOTH_LINES: 'token',
    KAWEI_DATA: join(place, 'hub'),
    KAWEI_TRUST: trust,
    KAWEI_INVITATIONS: invitations,
    KAWEI_WITNESSES: witnesses.list,
  });
  let story: Story | null = null;
  try {
    teller.step(
      '准备：模拟证书机构、专家库和他们的签名 Key',
      'A simulated authority, a pool of experts and their keys',
    );
    const authority = await Authority.create('演示专家证书颁发机构');
    mkdirSync(place, { recursive: true });
    writeFileSync(trust, authority.certificatePem);
    writeFileSync(witnesses.list, '');
    const people = await makePeople([input.main, ...input.others], authority, join(place, 'keys'));
    teller.step(
      '启动中心；管理员建立场所、大厅、卡位、用户，导入专家库',
      'The hub starts; administrators set up sites, halls, booths, users and the pool',
    );
    await hub.start();
    // A witness is told the ledger's key, and the hub its witnesses: it is started again with their list.
    const sites = input.main.panel.sites.map(({ id }) => id);
    await witnesses.start(hub.address, sites);
    await hub.stop();
    await hub.start();
    const town = await buildTown(hub.address, hub.passwords, [input.main, ...input.others], people);
    tellSignIns(teller, hub, town);
    story = await Story.begin({ hub, town, people, input, invitations, terminals: join(place, 'terminals') });
    await evaluate(story, { input, teller });
    if (options.out !== undefined) {
      await saveWitnessed(story, input.main.id, options.out);
      teller.note(
        `${sites.length} 个场所的见证方联署了账本检查点，见证书已签发`,
        'the witnesses of the sites have cosigned the ledger; the certificate is issued',
      );
      teller.note(`证据文件夹已写入 ${options.out}`, `evidence written to ${options.out}`);
    }
    await tellResult(teller, story);
    if (options.once) return;
    await Promise.all(story.terminals.map((terminal) => terminal.letGo()));
    tellHowToGoOn(teller, story, people, place);
    await options.stopped();
  } finally {
    await story?.close();
    await hub.stop();
    await witnesses.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** Saves the evidence once enough witnesses have cosigned the ledger, and it is time-stamped: a second or two. */
async function saveWitnessed(story: Story, project: string, out: string): Promise<void> {
  await until('the witnesses', async () => {
    try {
      await saveEvidence(story.supervisor(), project, out);
      return true;
    } catch (error) {
      const code = error instanceof Refused ? error.refusal.code : '';
      if (code === 'CERTIFICATE_NOT_WITNESSED' || code === 'STAMP_AWAITED') return null;
      throw error;
    }
  });
}

function tellSignIns(teller: Teller, { address, passwords }: HubProcess, { accounts }: Town): void {
  teller.note(`中心页面 ${address}`, `pages of the hub at ${address}`);
  teller.note(`登录（密码均为 ${PASSWORD}）`, `sign in, each with the password ${PASSWORD}:`);
  for (const { user, name } of accounts) teller.line(`                  ${user.padEnd(12)} ${name}`);
  teller.note('三员管理员（随机密码）', 'administrators, random passwords:');
  for (const [user, password] of passwords) teller.line(`                  ${user.padEnd(12)} ${password}`);
}

async function tellResult(teller: Teller, story: Story): Promise<void> {
  const { result } = await story.progress();
  teller.line('\n  名次  总分      投标人');
  for (const { rank, total, name } of result ?? []) {
    teller.line(`  ${String(rank).padStart(3)}   ${pointsText(total).padEnd(8)}  ${name}`);
  }
}

function tellHowToGoOn(teller: Teller, story: Story, people: readonly Person[], place: string): void {
  teller.line('\n中心和终端仍在运行，按 Ctrl-C 结束。可登录任一页面查看；终端页面：');
  teller.line('The hub and the booths stay up until Ctrl-C. Sign in to look around; the booths’ own pages:');
  for (const { seat, address } of story.terminals) teller.line(`    ${seat}  ${address}`);
  teller.line('\n要亲手做一次：用 agency 录入并冻结一个项目、申请抽取；两个服务台页面会自动承诺和揭示；');
  teller.line(
    `被抽中者的通知在 ${join(place, 'invitations')}；在服务台用下列工作证和身份证号报到、抽席位、打印席位凭条；`,
  );
  teller.line('到凭条上的终端页面输入工作证和凭条，用 cp KEY 终端目录/machine/key.p12 插入签名 Key。');
  teller.line(
    `By hand: enter and freeze a project as agency and ask for a panel; open both desks; check in whoever is invited;`,
  );
  teller.line(
    `draw seats, read the slips; at the booth's page give badge and slip, and insert the key by copying it to`,
  );
  teller.line(`${join(place, 'terminals', 'T-SEAT', 'machine', 'key.p12')}. PIN ${PIN}.`);
  for (const { id, name, badge, idNumber, site, keyFile } of people) {
    teller.line(`    ${id}  ${badge}  ${idNumber}  ${site}  ${name}  ${keyFile}`);
  }
}
