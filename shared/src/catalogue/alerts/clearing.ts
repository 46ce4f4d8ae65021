import type { Text } from '../text.ts';
import type { AlertCode } from './index.ts';

const aboutDesks: readonly AlertCode[] = ['WRONG_CODES_AT_DESK'];

/** Whether it is about what the desk of its site has done: that desk neither sees nor clears it. */
export function isAboutDesk(code: string): boolean {
  return aboutDesks.some((one) => one === code);
}

/** By whose decision an alert is cleared: as the hub takes decisions, in words for whoever reads it. */
export function clearing({ code, site }: { readonly code: string; readonly site: string | null }): Text {
  if (code === 'HUB_BEHIND')
    return {
      zh: '账本补回后自动解除，或由系统管理员决定',
      en: 'over by itself once the ledger is whole again, or by a decision of the system administrator',
    };
  return site === null || isAboutDesk(code)
    ? { zh: '行政监督、纪检监察可处理', en: 'supervisors and discipline can clear it' }
    : {
        zh: '本场所工作人员或行政监督、纪检监察可处理',
        en: 'the site’s own staff, supervisors and discipline can clear it',
      };
}
