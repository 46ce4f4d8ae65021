import { Type } from 'typebox';
import { Project } from '../../projects/project.ts';
import { closed, Hex32, Id, Line } from '../../protocol/primitives.ts';
import { defineEvents } from './entry.ts';

/** Projects, from their entry until they are frozen. */
export const projectEvents = defineEvents({
  'project.entered': {
    payload: Type.Object({ project: Id, title: Line, document: Project }, closed),
    topics: ['projects'],
    sealed: true, // bidders and prices
    zh: '录入项目“{title}”',
    en: 'Project "{title}" entered',
  },
  'project.revised': {
    payload: Type.Object({ project: Id, title: Line, document: Project }, closed),
    topics: ['projects'],
    sealed: true,
    zh: '修改项目“{title}”',
    en: 'Project "{title}" revised',
  },
  'project.frozen': {
    payload: Type.Object({ project: Id, digest: Hex32 }, closed),
    topics: ['projects'],
    sealed: false,
    zh: '项目冻结，内容摘要 {digest}',
    en: 'The project is frozen; digest of its contents {digest}',
  },
});
