import { defineRefusals } from './entry.ts';

/** Refusals of both draws and of their replay. */
export const drawRefusals = defineRefusals({
  DRAW_INPUT: {
    status: 422,
    zh: '抽取的输入有 {count} 处问题，请逐处修改。',
    en: 'The input of the draw has {count} fault(s). Correct each place listed.',
  },
  DRAW_REPEATED: { status: 422, zh: '编号“{id}”重复。', en: 'The id {id} stands twice.' },
  DRAW_UNKNOWN: {
    status: 422,
    zh: '编号“{id}”不在名单内。',
    en: 'The id {id} is not in the list it refers to.',
  },
  DRAW_SITE_BOUNDS: {
    status: 422,
    zh: '场所“{site}”的最少人数大于最多人数。',
    en: 'Site {site}: the minimum is above the maximum.',
  },
  DRAW_SITES_TOO_FEW: {
    status: 422,
    zh: '要抽定 {wanted} 个场所，备选场所只有 {sites} 个。请增加备选场所或减少副场。',
    en: '{wanted} sites are to be drawn and there are only {sites} to draw from. List more, or ask for fewer side sites.',
  },
  DRAW_QUOTA_BOUNDS: {
    status: 422,
    zh: '名额的最少人数大于最多人数。',
    en: 'The least number of members is above the most.',
  },
  DRAW_POOL_TOO_SMALL: {
    status: 422,
    zh: '需要 {wanted} 人，可抽取的专家只有 {eligible} 人。请扩大专家范围或减少人数。',
    en: '{wanted} members are wanted and only {eligible} candidates are eligible. Widen the pool or ask for fewer.',
  },
  DRAW_NO_FULL_PANEL: {
    status: 422,
    zh: '评标委员会共 {size} 人，以下要求不能同时满足：{zh}。请放宽其中之一后再抽取。',
    en: 'On a panel of {size} these requirements cannot hold together: {en}. Relax one of them and draw again.',
  },
  DRAW_REQUIREMENT: { status: 422, zh: '{zh}', en: '{en}' },
  DRAW_SEATS_TOO_FEW: {
    status: 422,
    zh: '有 {occupants} 人待入座，可用席位只有 {seats} 个。请开放更多席位。',
    en: '{occupants} people are to be seated and only {seats} seats are free. Open more seats.',
  },
  DRAW_SEATS_GROUP: {
    status: 422,
    zh: '同一项目的 {size} 人（组 {group}）无法互不相邻：这里最多只有 {apart} 个互不相邻的席位。请开放更多席位或分厅安排。',
    en: 'The {size} people of group {group} cannot all sit apart: at most {apart} seats here have no neighbour among them. Open more seats or use another hall.',
  },
  DRAW_SEAT_TAKEN: {
    status: 422,
    zh: '席位 {seat} 已有人，不能同时列为空席。',
    en: 'Seat {seat} is taken and cannot be listed as open too.',
  },
  DRAW_SEATS_TOGETHER: {
    status: 422,
    zh: '先安排较大的 {others} 个组后，{size} 人的组 {group} 无论如何都无法互不相邻地就座。请开放更多席位或分厅安排。',
    en: 'Beside the {others} groups that are larger, the {size} people of group {group} cannot sit apart in any way. Open more seats or use another hall.',
  },
  DRAW_SEATS_TOO_TIGHT: {
    status: 422,
    zh: '试排 {tries} 次仍未得到同项目互不相邻的座位。请开放更多席位后重新发起。',
    en: 'No placement that keeps projects apart came up in {tries} tries. Open more seats and start again.',
  },
  DRAW_BEACON_WRONG: {
    status: 422,
    zh: '该签名不是 drand quicknet 第 {round} 轮的签名。请重新获取该轮的值。',
    en: 'This is not the signature of round {round} of drand quicknet. Fetch that round again.',
  },
  DRAW_BEACON_EARLY: {
    status: 422,
    zh: '信标 {source} {round} 于 {published}公布，不晚于揭示截止时间 {closed}。请改用之后的一期。',
    en: 'The beacon {source} {round} was published at {published}, not after the reveals closed at {closed}. Use a later one.',
  },
  DRAW_BEACON_MISSING: {
    status: 422,
    zh: '冻结的输入指定了公共信标 {wanted}，但没有给出它的值。请给出该期公布的值。',
    en: 'The frozen input names the beacon {wanted}, and its value is missing. Give the value that was published.',
  },
  DRAW_BEACON_OTHER: {
    status: 422,
    zh: '冻结的输入指定的公共信标是 {wanted}，给出的却是 {found}。请改用指定的那一期。',
    en: 'The frozen input names the beacon {wanted}; this is {found}. Use the one that was named.',
  },
  DRAW_BEACON_UNNAMED: {
    status: 422,
    zh: '冻结的输入写明不用公共信标，却给出了 {found}。请去掉信标。',
    en: 'The frozen input says that there is no beacon, and {found} is given. Leave it out.',
  },
  DRAW_BEACON_NOT_AWAITED: {
    status: 409,
    zh: '抽取 {drawId} 现在不等待公共信标。',
    en: 'Draw {drawId} does not wait for a beacon now.',
  },
  DRAW_BEACON_NOT_YET: {
    status: 409,
    zh: '公共信标 {source} {round} 要到 {published}才公布，请届时再录入。',
    en: 'The beacon {source} {round} is published at {published}. Enter it then.',
  },
  DRAW_BEACON_TWO: {
    status: 422,
    zh: '信标的值和 drand 轮次只能给出其一；给出轮次时须同时给出签名。',
    en: "Give either the beacon's value or a drand round, and with a round its signature.",
  },
  DRAW_BATCH_OPTIONS: {
    status: 400,
    zh: '请同时给出 --reveals 和 --out，或者给出 --check。',
    en: 'Give both --reveals and --out, or --check.',
  },
  DRAW_BATCH_WRONG: {
    status: 422,
    zh: '这些记录与申请、次序和预案不符：{drawIds}。请向抽取的中心要原件核对。',
    en: 'These do not follow from requests, order and plan: {drawIds}. Compare them with the originals of the centre.',
  },
  DRAW_PATIENCE: {
    status: 400,
    zh: '求解时限应为大于 0、不超过 3600 的秒数。',
    en: 'The time for the solver must be more than 0 and at most 3600 seconds.',
  },
  DRAW_REPLAYS: {
    status: 400,
    zh: '重复次数应为 1 至 1000000 的整数。',
    en: 'The number of replays must be a whole number from 1 to 1,000,000.',
  },
  DRAW_INPUT_CHANGED: {
    status: 409,
    zh: '输入的摘要是 {found}，与冻结时的 {frozen} 不同：冻结后已被改动。请使用冻结的输入。',
    en: 'The digest of the input is {found}, not {frozen} as it was frozen: it has been changed since. Use the frozen input.',
  },
  DRAW_REVEAL_UNMATCHED: {
    status: 422,
    zh: '{party} 揭示的随机数与其承诺不符。请核对文件；确属不符的，应从揭示中去掉并按未揭示记录。',
    en: 'The reveal of {party} does not match its commitment. Check the files; if it is so, leave it out and record it as withheld.',
  },
  DRAW_REVEAL_UNCOMMITTED: {
    status: 422,
    zh: '{party} 没有承诺，不能揭示。',
    en: '{party} has not committed and cannot reveal.',
  },
  DRAW_PARTY_REPEATED: {
    status: 422,
    zh: '参与方“{party}”出现了两次。',
    en: 'The party {party} stands twice.',
  },
  DRAW_CANDIDATE_UNKNOWN: {
    status: 404,
    zh: '抽取记录中没有编号“{id}”。',
    en: 'There is no {id} in the transcript.',
  },
  DRAW_NOT_A_MEMBER: {
    status: 422,
    zh: '“{id}”此时不在评标委员会中，无法退出。',
    en: '{id} is not on the panel then and cannot leave it.',
  },
  DRAW_NO_REVEAL: {
    status: 409,
    zh: '没有任何一方揭示随机数，抽取无法进行。',
    en: 'No party has revealed its nonce; the draw cannot be made.',
  },
  DRAW_REPLAY_DIGEST: {
    status: 422,
    zh: '抽取记录与规则不符：记录自身的摘要不一致，内容已被改动。',
    en: 'The transcript does not hold: its own digest is another, so something in it was changed.',
  },
  DRAW_REPLAY_INPUT: {
    status: 422,
    zh: '抽取记录与规则不符：输入与其冻结摘要不一致。',
    en: 'The transcript does not hold: the input is not the one that was frozen.',
  },
  DRAW_REPLAY_COUNTERSIGNATURES: {
    status: 422,
    zh: '抽取记录与规则不符：有场所的会签缺失或无效。',
    en: 'The transcript does not hold: a countersignature of a site is missing or invalid.',
  },
  DRAW_REPLAY_COMMITMENTS: {
    status: 422,
    zh: '抽取记录与规则不符：有揭示与其承诺不一致。',
    en: 'The transcript does not hold: a reveal is not what its party had committed to.',
  },
  DRAW_REPLAY_ROOT: {
    status: 422,
    zh: '抽取记录与规则不符：承诺总摘要不一致。',
    en: 'The transcript does not hold: the commitment root is another.',
  },
  DRAW_REPLAY_PARTIES: {
    status: 422,
    zh: '抽取记录与规则不符：并非每一方恰好出现一次。',
    en: 'The transcript does not hold: not every party is accounted for once.',
  },
  DRAW_REPLAY_BEACON_NAMED: {
    status: 422,
    zh: '抽取记录与规则不符：所用信标不是冻结的输入中事先指定的那一个。',
    en: 'The transcript does not hold: the beacon is not the one that the frozen input had named.',
  },
  DRAW_REPLAY_BEACON: {
    status: 422,
    zh: '抽取记录与规则不符：信标的值不是该轮的值。',
    en: 'The transcript does not hold: the value of the beacon is not that of its round.',
  },
  DRAW_REPLAY_SEED: {
    status: 422,
    zh: '抽取记录与规则不符：种子与各方随机数不一致。',
    en: 'The transcript does not hold: the seed does not follow from the nonces.',
  },
  DRAW_REPLAY_RESULT: {
    status: 422,
    zh: '抽取记录与规则不符：结果与种子和规则不一致。',
    en: 'The transcript does not hold: the result does not follow from the seed and the rule.',
  },
  DRAW_REPLAY_SECOND: {
    status: 422,
    zh: '抽取程序得出了记录中的结果，而第二个独立程序没有。两个程序必有一个有误，请保留记录并报告监督部门。',
    en: 'The program that draws comes to the result in the transcript, and the second, separate one does not. One of the two is wrong: keep the transcript and tell supervision.',
  },
  DRAW_NOT_FOUND: { status: 404, zh: '没有找到抽取 {drawId}。', en: 'There is no draw {drawId} here.' },
  DRAW_NOT_PUBLISHED: {
    status: 404,
    zh: '抽取 {drawId} 没有公开。评标报告封存以后，抽取记录才对公众开放。',
    en: 'Draw {drawId} is not published. Transcripts are open to the public once the report of the evaluation is sealed.',
  },
  DRAW_NOT_COUNTERSIGNING: {
    status: 409,
    zh: '该抽取的会签已结束。',
    en: 'The countersignatures of this draw are closed.',
  },
  DRAW_COUNTERSIGNED: { status: 409, zh: '本场所已会签。', en: 'This site has countersigned already.' },
  DRAW_NOT_COUNTERSIGNED: {
    status: 409,
    zh: '本场所尚未会签该抽取冻结的输入，不能承诺。请先会签。',
    en: 'This site has not countersigned the frozen input of this draw and cannot commit. Countersign it first.',
  },
  DRAW_COUNTERSIGNATURE_WRONG: {
    status: 422,
    zh: '会签的签名与该抽取的编号、输入摘要和本场所不符。请刷新页面后重新会签。',
    en: 'The signature is not that of this draw, its input digest and this site. Reload the page and countersign again.',
  },
  DRAW_TOO_LATE: {
    status: 409,
    zh: '本阶段的时限 {deadline}已过，本场所将按未参加记录。',
    en: 'The time of this phase was over at {deadline}; this site will be recorded as withheld.',
  },
  DRAW_NOT_COMMITTING: {
    status: 409,
    zh: '该抽取不在承诺阶段：各场所会签完成后开始，各方承诺后结束。',
    en: 'This draw is not taking commitments: they begin when every site has countersigned, and end when all have committed.',
  },
  SITE_KEY_KNOWN: {
    status: 409,
    zh: '该签名密钥已登记过，不能再次登记。',
    en: 'This signing key has been registered before and cannot be registered again.',
  },
  SITE_KEY_PROOF: {
    status: 422,
    zh: '登记的签名与公钥不符：登记者没有证明自己持有该密钥。请在持有密钥的工作站上重新登记。',
    en: 'The signature does not match the public key, so it is not shown that the key is held. Register it again where it is held.',
  },
  SITE_KEY_UNKNOWN: {
    status: 404,
    zh: '本场所没有登记这把签名密钥。请在“签名密钥”页面登记本工作站。',
    en: 'This site has no such signing key. Register this workstation on the page "Signing keys".',
  },
  SITE_KEY_REVOKED: {
    status: 409,
    zh: '这把签名密钥已停用。请登记新的密钥。',
    en: 'This signing key is revoked. Register a new one.',
  },
  DRAW_COMMITTED: { status: 409, zh: '本场所已提交过承诺。', en: 'This site has committed already.' },
  DRAW_NOT_REVEALING: {
    status: 409,
    zh: '该抽取不在揭示阶段，请等待各方承诺完成。',
    en: 'This draw is not taking reveals now. Wait until every party has committed.',
  },
  DRAW_REVEALED: { status: 409, zh: '本场所已揭示。', en: 'This site has revealed already.' },
  DRAW_REVEAL_WRONG: {
    status: 422,
    zh: '揭示的随机数与承诺不符，已按未揭示记录并报警。',
    en: 'The reveal does not match the commitment; it is recorded as withheld and an alert is raised.',
  },
  DRAW_WITHHELD_ALREADY: {
    status: 409,
    zh: '本场所在该抽取中已按未揭示记录。',
    en: 'This site is recorded as withheld in this draw.',
  },
  DRAW_OVER: { status: 409, zh: '该抽取已结束。', en: 'This draw is over.' },
  DRAW_DEADLINE: {
    status: 409,
    zh: '时限 {deadline}未到，请等待其他场所。',
    en: 'The deadline, {deadline}, has not passed. Wait for the other sites.',
  },
});
