/** How people who fill in the form know a place of the document, and a number they have typed wrongly. */
import { useTranslation } from 'react-i18next';
import type { FaultMessage } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import { type TextKey, useTextByKey } from '../../shell/i18n.ts';
import { valueAt } from './place.ts';

type NumberKind = 'points' | 'yuan' | 'whole' | 'share';

interface FormPlace {
  /** Labels from the outside in; the first of an entry takes its number. */
  readonly labels: readonly TextKey[];
  readonly number?: NumberKind;
}

const item = 'projects:document.items';
const bidder = 'projects:project.bidders';
const category = 'projects:document.categories';
const site = 'projects:document.sites';

/** Places with their indexes left out. */
const places: Readonly<Record<string, FormPlace>> = {
  id: { labels: ['projects:project.id'] },
  title: { labels: ['projects:project.title'] },
  regime: { labels: ['projects:document.regime'] },
  tenderer: { labels: ['projects:document.tenderer'] },
  agency: { labels: ['projects:document.agency'] },
  items: { labels: [item] },
  'items[]': { labels: [item] },
  'items[].id': { labels: [item, 'agency:form.id'] },
  'items[].section': { labels: [item, 'projects:document.section'] },
  'items[].title': { labels: [item, 'projects:document.item'] },
  'items[].max': { labels: [item, 'projects:document.max'], number: 'points' },
  'items[].step': { labels: [item, 'projects:document.step'], number: 'points' },
  'items[].kind': { labels: [item, 'projects:document.kind'] },
  'items[].guide': { labels: [item, 'projects:document.guide'] },
  bidders: { labels: [bidder] },
  'bidders[]': { labels: [bidder] },
  'bidders[].id': { labels: [bidder, 'agency:form.id'] },
  'bidders[].name': { labels: [bidder, 'projects:document.bidder'] },
  'bidders[].party': { labels: [bidder, 'projects:document.party'] },
  'bidders[].price': { labels: [bidder, 'projects:document.price'], number: 'yuan' },
  'price.max': { labels: ['projects:document.price-max'], number: 'points' },
  'price.decimals': { labels: ['agency:form.price-decimals'], number: 'whole' },
  'price.formula.factor': { labels: ['agency:form.factor'], number: 'points' },
  'price.formula.perPercentAbove': { labels: ['agency:form.above'], number: 'points' },
  'price.formula.perPercentBelow': { labels: ['agency:form.below'], number: 'points' },
  'price.formula.floor': { labels: ['agency:form.floor'], number: 'points' },
  'aggregation.decimals': { labels: ['agency:form.decimals'], number: 'whole' },
  'panel.categories': { labels: [category] },
  'panel.categories[]': { labels: [category] },
  'panel.categories[].id': { labels: [category, 'agency:form.category-id'] },
  'panel.categories[].title': { labels: [category, 'agency:form.category-title'] },
  'panel.categories[].count': { labels: [category, 'agency:form.count'], number: 'whole' },
  'panel.sites': { labels: [site] },
  'panel.sites[]': { labels: [site] },
  'panel.sites[].id': { labels: [site, 'agency:form.site-id'] },
  'panel.sites[].min': { labels: [site, 'agency:form.min'], number: 'whole' },
  'panel.sites[].max': { labels: [site, 'agency:form.max'], number: 'whole' },
  'panel.maxPerEmployer': { labels: ['projects:document.employer'], number: 'whole' },
  'panel.reserves': { labels: ['projects:document.reserves'], number: 'whole' },
  'lookback.basis': { labels: ['agency:form.basis'] },
  'lookback.percent': { labels: ['agency:form.percent'], number: 'whole' },
  'lookback.consequence': { labels: ['agency:form.consequence'] },
  'lookback.minutes': { labels: ['agency:form.minutes'], number: 'whole' },
  'lookback.review': { labels: ['agency:form.review'] },
  'lookback.falseAlarm': { labels: ['agency:form.false-alarm'], number: 'share' },
};

const formPlace = (place: string): FormPlace | undefined => places[place.replace(/\[\d+\]/g, '[]')];

/** A place in the words of the form, such as `投标人 3 · 报价（元）`; null for one the form does not show. */
export function usePlaceWords(): (place: string) => string | null {
  const text = useTextByKey();
  useTranslation();
  return (place) => {
    const known = formPlace(place);
    if (!known) return null;
    const index = /\[(\d+)\]/.exec(place)?.[1];
    const [outer, ...inner] = known.labels.map(text);
    return [index === undefined ? outer : `${outer} ${Number(index) + 1}`, ...inner].join(' · ');
  };
}

const numberSentences: Readonly<Record<NumberKind, Text>> = {
  points: { zh: '请填写数值，最多三位小数。', en: 'Enter a number with three decimals at most.' },
  yuan: { zh: '请填写金额（元），最多两位小数。', en: 'Enter an amount in yuan, two decimals at most.' },
  whole: { zh: '请填写整数。', en: 'Enter a whole number.' },
  share: { zh: '请填写 0 到 0.5 之间的小数。', en: 'Enter a decimal between 0 and 0.5.' },
};

/**
 * A fault as the form says it. The document holds what was typed where a number belongs, and the check then speaks
 * of JSON; whoever fills in the form is told what to type.
 */
export function inFormWords(fault: FaultMessage, document: unknown): FaultMessage {
  const number = formPlace(fault.place)?.number;
  if (!number || typeof valueAt(document, fault.place) !== 'string') return fault;
  return { ...fault, message: numberSentences[number] };
}
