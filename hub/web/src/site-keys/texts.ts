import { roomTexts } from '../shell/texts/room-texts.ts';
import { en } from './texts-en.ts';
import { zh } from './texts-zh.ts';

export const siteKeyTexts = roomTexts(zh, en);
