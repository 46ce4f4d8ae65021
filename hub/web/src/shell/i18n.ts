/** The languages of the pages: every room's texts under its own namespace, Chinese first. */
import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Text } from '#shared/catalogue/text.ts';
import { adminTexts } from '../administration/texts.ts';
import { agencyTexts } from '../agency/texts.ts';
import { batchTexts } from '../batches/texts.ts';
import { drawTexts } from '../draws/texts.ts';
import { hallTexts } from '../hall/texts.ts';
import { lookBackTexts } from '../look-back/texts.ts';
import { projectTexts } from '../projects/texts.ts';
import { replayTexts } from '../replay/texts.ts';
import { siteKeyTexts } from '../site-keys/texts.ts';
import { supervisorTexts } from '../supervisor/texts.ts';
import { verifyTexts } from '../verify/texts.ts';
import { en } from './texts/en.ts';
import { zh } from './texts/zh.ts';

const rooms = {
  shell: { zh, en },
  hall: hallTexts,
  batches: batchTexts,
  draws: drawTexts,
  admin: adminTexts,
  agency: agencyTexts,
  projects: projectTexts,
  supervisor: supervisorTexts,
  lookback: lookBackTexts,
  verify: verifyTexts,
  replay: replayTexts,
  keys: siteKeyTexts,
};

type Rooms = typeof rooms;

/** A key with its room, e.g. `hall:title.desk`; for places that name a text before it is shown. */
export type TextKey = { [R in keyof Rooms]: `${R}:${keyof Rooms[R]['zh'] & string}` }[keyof Rooms];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    keySeparator: false;
    returnNull: false;
    resources: { [R in keyof Rooms]: Rooms[R]['zh'] };
  }
}

const REMEMBERED = 'kawei.language';

/** Starts i18next in the language this browser last used; Chinese the first time. */
export function startTexts(): void {
  const of = (language: Language) =>
    Object.fromEntries(Object.entries(rooms).map(([room, texts]) => [room, texts[language]]));
  void i18next.use(initReactI18next).init({
    lng: localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh',
    fallbackLng: 'zh',
    ns: Object.keys(rooms),
    defaultNS: 'shell',
    keySeparator: false,
    interpolation: { escapeValue: false }, // React escapes
    resources: { zh: of('zh'), en: of('en') },
  });
  showLanguage();
  i18next.on('languageChanged', showLanguage);
}

export function switchLanguage(): void {
  const next: Language = currentLanguage() === 'zh' ? 'en' : 'zh';
  localStorage.setItem(REMEMBERED, next);
  void i18next.changeLanguage(next);
}

function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

function showLanguage(): void {
  document.documentElement.lang = currentLanguage() === 'zh' ? 'zh-CN' : 'en';
}

/** The language the page is in; the component shows again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh';
}

/** Picks the sentence of a two-language text that the hub sent. */
export function useSentence(): (text: Text) => string {
  const language = useLanguage();
  return useCallback((text) => text[language], [language]);
}

/** Shows a text by its full key, room included, as page titles name theirs. */
export function useTextByKey(): (key: TextKey) => string {
  const { i18n } = useTranslation();
  return (key) => (i18n.t as (key: string) => string)(key);
}
