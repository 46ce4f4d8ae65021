import type { Text } from '../text.ts';

/** By whose decision an alert is cleared: as the hub takes decisions, in words for whoever reads it. */
export function clearing({ code, site }: { readonly code: string; readonly site: string | null }): Text {
  if (code === 'HUB_BEHIND')
    return {
      zh: '账本补回后自动解除，或由系统管理员决定',
      en: 'over by itself once the ledger is whole again, or by a decision of the system administrator',
    };
  return site === null
    ? { zh: '行政监督、纪检监察可处理', en: 'supervisors and discipline can clear it' }
    : {
        zh: '本场所工作人员或行政监督、纪检监察可处理',
        en: 'the site’s own staff, supervisors and discipline can clear it',
      };
}
