import { Type } from 'typebox';
import { BidderResult, Verdicts } from '../../protocol/evaluation.ts';
import { Base64, closed, Hex32, Id, Instant, Line, Prose, Thousandths } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

/** Who did it: the project, the pseudonym of the draw, and the name the panel knows the expert by (专家甲…). */
const who = { project: Id, expert: Line, alias: Line };
const signed = { content: Type.String(), cms: Base64 };
const count = Type.Integer({ minimum: 0 });
const Member = Type.Object({ expert: Line, ticket: Hex32, alias: Line }, closed);
const topics = ['projects'] as const;

/**
 * One evaluation, from the drawn panel to the reveal. What one expert gives (votes, findings, marks, statements)
 * is sealed; that it was given is not. No sentence here tells anything of a sealed payload's contents.
 */
export const scoringEvents = defineEvents({
  'evaluation.opened': {
    payload: Type.Object({ project: Id, members: Type.Array(Member), count }, closed),
    topics,
    sealed: false,
    zh: '评标委员会组成，共 {count} 人，等待签到入座',
    en: 'The panel of {count} stands; waiting for check-in and admission',
  },
  'evaluation.member-replaced': {
    payload: Type.Object({ ...who, because: Line, replacement: Type.Union([Member, Type.Null()]) }, closed),
    topics,
    sealed: false,
    zh: '{alias} 退出评标委员会，其已作出的评审结论无效，由接替的专家重新评审',
    en: '{alias} leaves the panel; their conclusions are void and are made anew by the replacement',
  },
  'pledge.signed': {
    payload: Type.Object({ ...who, ...signed }, closed),
    topics,
    sealed: true, // the certificate names the expert
    zh: '{alias} 已签署承诺书',
    en: '{alias} has signed the pledge',
  },
  'no-conflict.declared': {
    payload: Type.Object(who, closed),
    topics,
    sealed: false,
    zh: '{alias} 声明无需回避',
    en: '{alias} declares no conflict of interest',
  },
  'recusal.declared': {
    payload: Type.Object({ ...who, bidders: Type.Array(Id), reason: Prose }, closed),
    topics,
    sealed: true,
    zh: '{alias} 申请回避',
    en: '{alias} declares a conflict of interest and withdraws',
  },
  'chair.opened': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '全体专家已承诺并声明，开始无记名推选组长',
    en: 'All have pledged and declared; the chair is elected by secret vote',
  },
  'chair.voted': {
    payload: Type.Object({ ...who, vote: Line }, closed),
    topics,
    sealed: true,
    zh: '{alias} 已投票推选组长',
    en: '{alias} has voted for a chair',
  },
  'chair.elected': {
    payload: Type.Object({ ...who, votes: count, tied: count }, closed),
    topics,
    sealed: false,
    zh: '{alias} 当选组长，得 {votes} 票（得票最高者 {tied} 人；并列时抽取序号在前者当选）',
    en: '{alias} is elected chair with {votes} votes ({tied} with the most votes; a tie goes to the lower ticket)',
  },
  'review.opened': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '开始初步评审',
    en: 'Preliminary review begins',
  },
  'verdicts.given': {
    payload: Type.Object({ ...who, verdicts: Verdicts }, closed),
    topics,
    sealed: true,
    zh: '{alias} 已提交初步评审意见',
    en: '{alias} has given their findings of the preliminary review',
  },
  'review.disputed': {
    payload: Type.Object({ project: Id, bidders: Type.Array(Id), count }, closed),
    topics,
    sealed: true,
    zh: '对 {count} 家投标人的初步评审意见不一致，讨论后表决',
    en: 'The findings differ on {count} bidder(s); discussion and vote follow',
  },
  'review-vote.given': {
    payload: Type.Object({ ...who, bidder: Id, valid: Type.Boolean() }, closed),
    topics,
    sealed: true,
    zh: '{alias} 已就一项分歧表决',
    en: '{alias} has voted on a dispute',
  },
  'review.decided': {
    payload: Type.Object(
      {
        project: Id,
        outcomes: Type.Array(
          Type.Object(
            {
              bidder: Id,
              valid: Type.Boolean(),
              votes: Type.Union([Type.Object({ valid: count, invalid: count }, closed), Type.Null()]),
              reasons: Type.Array(Prose),
            },
            closed,
          ),
        ),
        valid: count,
        rejected: count,
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '初步评审结束：有效投标 {valid} 家，否决投标 {rejected} 家',
    en: 'Preliminary review decided: {valid} valid bid(s), {rejected} rejected',
  },
  'competition.opened': {
    payload: Type.Object({ project: Id, valid: count }, closed),
    topics,
    sealed: false,
    zh: '有效投标不足三家（{valid} 家），由评标委员会表决是否仍具竞争性',
    en: 'Fewer than three valid bids ({valid}); the panel votes whether competition remains',
  },
  'competition.voted': {
    payload: Type.Object({ ...who, remains: Type.Boolean() }, closed),
    topics,
    sealed: true,
    zh: '{alias} 已就竞争性表决',
    en: '{alias} has voted on competition',
  },
  'competition.decided': {
    payload: Type.Object({ project: Id, remains: Type.Boolean(), yes: count, no: count }, closed),
    topics,
    sealed: false,
    zh: '竞争性表决：{yes} 票认为仍具竞争性，{no} 票认为不具竞争性，过半数为准',
    en: 'Vote on competition: {yes} say it remains, {no} say it does not; the majority decides',
  },
  'evaluation.failed': {
    payload: Type.Object(
      { project: Id, because: Type.Union([Type.Literal('no-valid-bid'), Type.Literal('no-competition')]) },
      closed,
    ),
    topics,
    sealed: false,
    zh: '评标终止：无有效投标或缺乏竞争，不推荐中标候选人',
    en: 'The evaluation ends without a ranking: no valid bid, or no competition',
  },
  'statement.said': {
    payload: Type.Object({ ...who, text: Prose }, closed),
    topics,
    sealed: true,
    zh: '{alias} 在讨论中发言',
    en: '{alias} speaks in the discussion',
  },
  'clarification.drafted': {
    payload: Type.Object({ ...who, id: Id, bidder: Id, question: Prose }, closed),
    topics,
    sealed: true,
    zh: '{alias} 起草澄清问题 {id}',
    en: '{alias} drafts clarification {id}',
  },
  'clarification.relayed': {
    payload: Type.Object({ project: Id, id: Id, bidder: Id, dueAt: Instant }, closed),
    topics,
    sealed: false,
    zh: '组长将澄清问题 {id} 匿名转交投标人，答复截止 {dueAt}',
    en: 'The chair relays clarification {id} to the bidder anonymously; the answer is due at {dueAt}',
  },
  'clarification.answered': {
    payload: Type.Object({ project: Id, id: Id, bidder: Id, answer: Prose }, closed),
    topics,
    sealed: true,
    zh: '澄清问题 {id} 已收到书面答复',
    en: 'Clarification {id} is answered in writing',
  },
  'marking.opened': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '开始独立评分',
    en: 'Marking begins, each expert alone',
  },
  'mark.drafted': {
    payload: Type.Object(
      { project: Id, expert: Line, bidder: Id, item: Id, mark: Type.Union([Thousandths, Type.Null()]) },
      closed,
    ),
    topics,
    sealed: true,
    zh: '保存一项评分',
    en: 'A mark is saved',
  },
  'marks.ready': {
    payload: Type.Object(who, closed),
    topics,
    sealed: false,
    zh: '{alias} 已完成评分',
    en: '{alias} has finished marking',
  },
  'marks.unready': {
    payload: Type.Object(who, closed),
    topics,
    sealed: false,
    zh: '{alias} 返回修改评分',
    en: '{alias} goes back to marking',
  },
  'objective.differing': {
    payload: Type.Object(
      {
        project: Id,
        cells: Type.Array(Type.Object({ bidder: Id, item: Id }, closed)),
        count,
        /** They differed before, and this panel has looked again. */
        again: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    topics,
    sealed: true,
    zh: '客观分有 {count} 处不一致，已请各位专家复核',
    en: 'Objective items differ in {count} place(s); every expert is asked to look again',
  },
  'signing.opened': {
    payload: Type.Object({ project: Id }, closed),
    topics,
    sealed: false,
    zh: '全体评分完成且客观分一致，开始签署评分表',
    en: 'All marks are complete and objective items agree; the sheets are signed',
  },
  'sheet.signed': {
    payload: Type.Object({ ...who, version: Type.Integer({ minimum: 1 }), ...signed, tsr: Base64 }, closed),
    topics,
    sealed: true,
    zh: '{alias} 已签署评分表（第 {version} 版）',
    en: '{alias} has signed their score sheet (version {version})',
  },
  'marks.revealed': {
    payload: Type.Object({ project: Id, result: Type.Array(BidderResult) }, closed),
    topics,
    sealed: true,
    zh: '全体专家签署完毕，评分同步揭示，已计算总分和排名',
    en: 'All have signed: the marks are revealed, totals and ranking computed',
  },
  'marks.read': {
    payload: Type.Object({ project: Id, reader: Line }, closed),
    topics: [],
    sealed: false,
    zh: '{reader} 查阅了评分明细',
    en: '{reader} has read the marks',
  },
});
