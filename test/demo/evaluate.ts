/** The steps of the story in order, each told as it happens. */
import type { ProjectView } from '#shared/protocol/views.ts';
import type { EvaluationInput } from './evaluation-input.ts';
import type { ExpertAtBooth } from './expert.ts';
import { until } from './staff.ts';
import type { Story } from './story.ts';
import type { Teller } from './teller.ts';

interface Telling {
  readonly input: EvaluationInput;
  readonly teller: Teller;
}

export async function evaluate(story: Story, telling: Telling): Promise<void> {
  const { input, teller } = telling;
  teller.step(
    `代理机构录入并冻结 ${1 + input.others.length} 个项目`,
    `The agency enters and freezes ${1 + input.others.length} projects`,
  );
  await story.freezeProjects();
  teller.note(
    `${input.main.title}：投标人 ${input.main.bidders.length} 家，评分项 ${input.main.items.length} 项`,
  );
  teller.step(
    '打开各席位终端；随机抽取专家：各场所服务台先承诺、后揭示，随机数自持',
    'Booths are switched on; panels are drawn: each site commits, then reveals its own nonce',
  );
  await Promise.all([story.switchOn(), story.drawPanels()]);
  for (const draw of (await story.progress()).draws)
    teller.note(`抽取 ${draw.drawId} 种子 ${draw.seed?.slice(0, 16)}…`, 'seed');
  teller.step(
    '专家到服务台报到；席位随机抽取、插花安排；发席位凭条',
    'Experts check in; seats are drawn at random, neighbours never of one project',
  );
  const { main, others } = await story.seatEverybody();
  teller.note(
    `本项目 ${main.length} 人与其他项目 ${others.length} 人混坐`,
    `${main.length} of this project sit among ${others.length} of others`,
  );
  await admitEverybody(story, main, others, teller);
  teller.step(
    '承诺、回避声明、推选组长、初步评审（一位专家有异议，表决）',
    'Pledges, declarations, the chair by secret vote, the preliminary review with one objection put to the vote',
  );
  await Promise.all([
    ...others.map((expert) => expert.workUntil(({ step }) => step !== 'pledge' && step !== 'declare')),
    ...main.map((expert) => expert.workUntil(({ step }) => step === 'marking')),
  ]);
  const { members, review } = await story.progress();
  teller.note(
    `组长：${members.find((member) => member.isChair)?.alias ?? ''}；通过初步评审 ${review.filter(({ valid }) => valid).length} 家`,
  );
  await mark(story, main, teller);
  teller.step(
    '逐人签署评分表（签名 Key，中心加盖时间戳）；全体签署后同步揭示',
    'Each signs their sheet; once all have signed, the marks are revealed together',
  );
  await Promise.all(main.map((expert) => expert.finishMarking()));
  await Promise.all(
    main.map((expert) => expert.workUntil(({ step, result }) => step !== 'sign' && result !== null)),
  );
  await lookBack(story, main, teller);
  await closeReport(story, main, teller);
}

async function admitEverybody(
  story: Story,
  main: readonly ExpertAtBooth[],
  others: readonly ExpertAtBooth[],
  teller: Teller,
): Promise<void> {
  teller.step(
    '入座核验：工作证、凭条、本人签名 Key，三者与席位相符才放行',
    'Admission: badge, slip and own key must all belong to this seat',
  );
  const [victim] = main;
  const intruder = others.find((expert) => expert.person.site === victim?.person.site);
  if (victim && intruder) {
    const refusal = await intruder.sitDownWrongly(victim.terminal);
    teller.note(
      `${intruder.person.name} 坐到 ${victim.terminal.seat}，被拒：${refusal.code}`,
      refusal.message.en,
    );
    const alert = await until('the alert', async () =>
      (await story.alerts()).find(({ code }) => code === 'ADMISSION_REFUSED'),
    );
    teller.note(`监督页面预警：${alert.text.zh}`);
  }
  await Promise.all([...main, ...others].map((expert) => expert.sitDown()));
  teller.note(`${main.length + others.length} 位专家全部入座`, 'everybody is seated');
}

async function mark(story: Story, main: readonly ExpertAtBooth[], teller: Teller): Promise<void> {
  teller.step(
    '打分：逐项即时保存；评到一半，中心断电（kill -9）再启动',
    'Marks are saved as they are given; half-way the hub is killed and started again',
  );
  const { whenDown, pending, held, total } = await story.markThroughOutage(main);
  teller.note(
    `断电时中心已存 ${whenDown} 项；断网期间终端自存 ${pending} 项；恢复后中心 ${held}/${total} 项，一项不少`,
    `${held} of ${total} marks, none lost`,
  );
}

async function lookBack(story: Story, main: readonly ExpertAtBooth[], teller: Teller): Promise<void> {
  const { flags } = await story.progress();
  teller.step(
    `评标回头看：发现畸高畸低 ${flags?.length ?? 0} 处，只告知本人，由其说明或修正`,
    'The look-back: each abnormal mark goes to its own expert, who explains or amends',
  );
  for (const flag of (flags ?? []).slice(0, 5)) teller.note(`${flag.alias}：${flag.text.zh}`);
  await Promise.all(
    main.map((expert) => expert.workUntil(({ step }) => step === 'consent' || step === 'done')),
  );
  const answered = (await story.progress()).flags ?? [];
  const count = (state: string) => answered.filter((flag) => flag.state === state).length;
  teller.note(
    `修正 ${count('amended')} 处，书面说明 ${count('explained')} 处`,
    `${count('amended')} amended, ${count('explained')} explained`,
  );
}

async function closeReport(story: Story, main: readonly ExpertAtBooth[], teller: Teller): Promise<void> {
  teller.step(
    '评标报告：逐人签署（一人书面保留意见），封存并加盖电子印章',
    'The report: each signs, one dissents in writing; it is sealed',
  );
  await Promise.all(main.map((expert) => expert.workUntil(({ step }) => step === 'done' || step === 'wait')));
  const sealed = await until('the seal', async (): Promise<ProjectView | null> => {
    const view = await story.progress();
    return view.report?.sealedAt ? view : null;
  });
  teller.note(`报告摘要 ${sealed.report?.digest.slice(0, 32)}…`, 'digest');
  await Promise.all(main.map((expert) => expert.leave()));
  teller.step('专家离席；评标完成', 'The experts leave; the evaluation is complete');
}
