import { roomTexts } from '../shell/texts/room-texts.ts';
import { en } from './texts-en.ts';
import { zh } from './texts-zh.ts';

/** What the agency's and the supervisor's pages both show of a project. */
export const projectTexts = roomTexts(zh, en);
