import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language, Text, TextValues } from '#shared/catalogue/text.ts';
import { en } from './en.ts';
import { zh } from './zh.ts';

/** Names of the sentences, as `room.sentence`. */
type TextKey = {
  [Room in keyof typeof zh]: `${Room}.${Extract<keyof (typeof zh)[Room], string>}`;
}[keyof typeof zh];

/** A sentence in the present language, its `{{name}}` places filled. */
type Tell = (key: TextKey, values?: TextValues) => string;

// Own typing of the keys: i18next's is one for the whole program, and other pages have other texts.
const tell = ((key: string, values?: TextValues) =>
  i18next.t(key as never, values as never)) as unknown as Tell;

/** Loads both languages; Chinese first. */
export async function startTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'zh',
    fallbackLng: false,
    defaultNS: 'booth',
    resources: { zh: { booth: zh }, en: { booth: en } },
    interpolation: { escapeValue: false }, // React escapes
  });
  tellDocument();
}

/** Changes between Chinese and English. */
export async function switchLanguage(): Promise<void> {
  await i18next.changeLanguage(languageNow() === 'zh' ? 'en' : 'zh');
  tellDocument();
}

/** The texts of the present language, and a way to read a text that comes in both. */
export function useTexts() {
  useTranslation(); // shows the page anew when the language changes
  const language = languageNow();
  return { t: tell, language, read: (text: Text): string => text[language] };
}

function languageNow(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

function tellDocument(): void {
  document.documentElement.lang = languageNow() === 'zh' ? 'zh-CN' : 'en';
  document.title = tell('frame.title');
}
