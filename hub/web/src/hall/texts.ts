import { roomTexts } from '../shell/texts/room-texts.ts';

export const hallTexts = roomTexts({}, {});
