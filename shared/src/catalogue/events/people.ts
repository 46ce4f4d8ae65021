import { Type } from 'typebox';
import { Charge } from '../../charge/charge.ts';
import { closed, Id, Line, Prose } from '../../protocol/primitives.ts';
import { Role } from '../../protocol/requests.ts';
import { roleWords } from '../words.ts';
import { defineEvents } from './entry.ts';

/** Users, roles and sign-in. */
export const peopleEvents = defineEvents({
  'user.created': {
    payload: Type.Object(
      {
        ...{
          user: Line,
          name: Line,
          role: Role,
          site: Type.Union([Id, Type.Null()]),
          password: Type.String(),
        },
        /** Everything where absent. */
        charge: Type.Optional(Charge),
      },
      closed,
    ),
    topics: ['users'],
    sealed: false,
    hides: ['password'], // its hash
    zh: '新建用户 {user}（{name}），角色为{role}',
    en: 'User {user} ({name}) created with role {role}',
    words: { role: roleWords },
  },
  'user.charge-changed': {
    payload: Type.Object({ user: Line, charge: Charge }, closed),
    topics: ['users'],
    sealed: false,
    zh: '用户 {user} 的监督范围已更改',
    en: 'The charge of user {user} changed',
  },
  'user.password-changed': {
    payload: Type.Object({ user: Line, password: Type.String() }, closed),
    topics: ['users'],
    sealed: false,
    hides: ['password'],
    zh: '用户 {user} 的密码已更改',
    en: 'Password of user {user} changed',
  },
  'user.password-reset': {
    payload: Type.Object({ user: Line, password: Type.String(), who: Line, reason: Prose }, closed),
    topics: ['users'],
    sealed: false,
    hides: ['password'],
    zh: '{who} 在中心主机上重置了用户 {user} 的密码：{reason}',
    en: 'Password of user {user} reset at the hub’s machine by {who}: {reason}',
  },
  'user.disabled': {
    payload: Type.Object({ user: Line, reason: Prose }, closed),
    topics: ['users'],
    sealed: false,
    zh: '用户 {user} 已停用：{reason}',
    en: 'User {user} disabled: {reason}',
  },
  'session.opened': {
    payload: Type.Object(
      { user: Line, session: Type.String(), expiresAt: Type.String(), address: Type.String() },
      closed,
    ),
    topics: ['users'],
    sealed: false,
    hides: ['session'], // digest of its token
    zh: '用户 {user} 登录，来自 {address}',
    en: 'User {user} signed in from {address}',
  },
  'session.closed': {
    payload: Type.Object({ user: Line, session: Type.String() }, closed),
    topics: [],
    sealed: false,
    hides: ['session'],
    zh: '用户 {user} 退出',
    en: 'User {user} signed out',
  },
  'sign-in.refused': {
    payload: Type.Object(
      {
        user: Line,
        address: Type.String(),
        /** Which of its address within the hour, from 1 on; absent in entries from before they were counted. */
        count: Type.Optional(Type.Integer({ minimum: 1 })),
      },
      closed,
    ),
    topics: ['users'],
    sealed: false,
    zh: '用户名 {user} 登录被拒，来自 {address}',
    en: 'Sign-in as {user} refused, from {address}',
  },
  'sign-in.guessing': {
    payload: Type.Object({ user: Line, address: Type.String(), count: Type.Integer({ minimum: 1 }) }, closed),
    topics: ['users'],
    sealed: false,
    zh: '来自 {address} 的登录一小时内已被拒 {count} 次，最近一次用户名 {user}',
    en: '{count} sign-ins from {address} refused within the hour, the latest as {user}',
  },
});
