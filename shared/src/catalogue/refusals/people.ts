import { roleWords } from '../words.ts';
import { defineRefusals } from './entry.ts';

/** Refusals of users, roles and sign-in. */
export const peopleRefusals = defineRefusals({
  SIGN_IN_REQUIRED: { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  SIGN_IN_WRONG: {
    status: 401,
    zh: '用户名或密码不正确，请核对后重试；多次失败请联系安全管理员。',
    en: 'User name or password is wrong. Check both and try again, or ask the security administrator.',
  },
  ROLE_FORBIDDEN: {
    status: 403,
    zh: '您的角色不能进行此操作。如确有需要，请联系安全管理员。',
    en: 'Your role does not allow this. If it is needed, ask the security administrator.',
  },
  USER_EXISTS: {
    status: 409,
    zh: '用户名 {user} 已存在，请换一个。',
    en: 'User {user} exists already. Choose another name.',
  },
  USER_UNKNOWN: { status: 404, zh: '没有用户 {user}。', en: 'There is no user {user}.' },
  USER_DISABLED: {
    status: 409,
    zh: '用户 {user} 已停用，重置密码不能使其恢复。请另建用户，或重置其他管理员的密码。',
    en: 'User {user} is disabled, and a new password does not undo that. Create another user, or reset another administrator.',
  },
  USER_SITE: {
    status: 422,
    zh: '场地人员必须指定所属场地，其他角色不得指定。',
    en: 'Hall staff need a site; other roles must not have one.',
  },
  USER_CHARGE: {
    status: 422,
    zh: '只有行政监督和纪检监察有监督范围，其他角色不得指定。',
    en: 'Only supervisors and discipline officers have a charge; other roles must not have one.',
  },
  NOT_IN_CHARGE: {
    status: 403,
    zh: '没有此项，或不在您的监督范围内。如确需查看，请联系安全管理员调整监督范围。',
    en: 'There is no such thing, or it is not in your charge. If you need it, ask the security administrator to change your charge.',
  },
  CHARGE_LIMITED: {
    status: 403,
    zh: '此项由全部项目统计得出，无法只按您监督范围内的项目计算，因此只向监督范围为“全部”的人员开放。',
    en: 'This is worked out from all projects and cannot be told of those in your charge alone, so it is open only to those whose charge is everything.',
  },
  USER_LAST_ADMIN: {
    status: 409,
    zh: '这是最后一名可用的{role}，停用前请先新建一名。',
    en: 'This is the last active {role}. Create another before disabling this one.',
    words: { role: roleWords },
  },
  USER_SELF: { status: 409, zh: '不能停用自己。', en: 'You cannot disable yourself.' },
});
