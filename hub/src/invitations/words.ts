/** What an invitation says: when and where to come, and how to answer; nothing of the project, nobody else's name. */
import type { Invitation } from '#shared/protocol/messages.ts';

interface Said {
  readonly place: string;
  readonly day: string | null;
  readonly time: string | null;
  readonly code: string;
  readonly minutes: number;
}

export function invitationText({ place, day, time, code, minutes }: Said): Invitation['text'] {
  const [whenZh, whenEn] =
    day === null
      ? ['', '']
      : [`于${dayZh(day)}${time ?? ''}`, ` on ${dayEn(day)}${time ? ` at ${time}` : ''}`];
  const within = minutes > 0;
  return {
    zh:
      `您已被随机抽取参加评标，请${whenZh}携带工作证、身份证和签名 Key 到${place}服务台报到。` +
      `${within ? `请在收到后 ${minutes} 分钟内答复：` : ''}参加请回复“${code} 1”，不能参加请回复“${code} 2”` +
      `${within ? '；逾期未答复，视为不能参加。' : '。'}请勿将此消息告知他人。`,
    en:
      `You have been drawn at random for an evaluation. Please come to the desk of ${place}${whenEn} with your badge, ` +
      `your identity card and your signing key. ${within ? `Answer within ${minutes} minutes of receiving this: ` : ''}` +
      `"${code} 1" if you come, "${code} 2" if you cannot${within ? '; no answer in time counts as no' : ''}. ` +
      'Please tell nobody of this message.',
  };
}

function dayZh(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

function dayEn(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
