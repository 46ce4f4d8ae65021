import { defineRefusals } from './entry.ts';

/** Refusals of the booths' enrolment, of their certificates and of lines that come under a booth's name. */
export const enrolmentRefusals = defineRefusals({
  ENROLMENT_CODE_MISTYPED: {
    status: 400,
    zh: '入网码输入有误（应为 8 组、每组 4 位），请逐组核对后重新输入；尚未向中心发送任何内容。',
    en: 'The enrolment code is mistyped (eight groups of four). Compare it group by group; nothing was sent.',
  },
  ENROLMENT_CODE_WRONG: {
    status: 403,
    zh: '中心没有签发过这个入网码，或它已被新的入网码取代。请向系统管理员索取新的入网码。',
    en: 'The hub has not issued this code, or a newer one took its place. Ask the system administrator for a new one.',
  },
  ENROLMENT_CODE_EXPIRED: {
    status: 403,
    zh: '入网码已超过 10 分钟有效期，请向系统管理员索取新的入网码。',
    en: 'The code was valid for 10 minutes, which are over. Ask the system administrator for a new one.',
  },
  ENROLMENT_CODE_USED: {
    status: 403,
    zh: '入网码已被另一台机器使用。如果不是您操作的，请立即告知系统管理员吊销该终端的证书。',
    en: 'Another machine has used this code. If that was not you, have the system administrator revoke the booth at once.',
  },
  ENROLMENT_REQUEST_INVALID: {
    status: 400,
    zh: '证书申请不符合要求（应为 P-256 密钥、签名有效，并写明本机硬件特征），请使用配套版本的终端程序。',
    en: 'The certificate request does not hold (a P-256 key, its signature, this machine’s fingerprint). Use the agent that came with the hub.',
  },
  ENROLMENT_HUB_OTHER: {
    status: 403,
    zh: '{address} 应答的不是签发入网码的中心，入网码没有发出。请核对中心地址；地址无误则可能有人冒充中心，请告知系统管理员。',
    en: 'What answers at {address} is not the hub that issued the code, which was not sent. Check the address; if it is right, somebody may pose as the hub: tell the administrator.',
  },
  ENROLMENT_UNREACHABLE: {
    status: 503,
    zh: '无法连接中心 {address}（{detail}）。请核对地址（应为终端 TLS 端口）和网络，同一入网码仍可使用。',
    en: 'The hub at {address} cannot be reached ({detail}). Check the address (the booths’ TLS port) and the network; the code is still good.',
  },
  ENROLMENT_LINES_TOKEN: {
    status: 409,
    zh: '本中心设置为 KAWEI_BOOTH_LINES=token（仅本机试用），不能签发入网码。请改为 tls 并重新启动中心。',
    en: 'This hub is set to KAWEI_BOOTH_LINES=token, for trials on one machine, and enrols nobody. Set tls and start it again.',
  },
  BOOTH_ABSENT: {
    status: 404,
    zh: '大厅没有登记终端 {booth}，请核对编号，或先登记该终端。',
    en: 'There is no booth {booth} in that hall. Check the id, or register the booth first.',
  },
  BOOTH_NO_CERTIFICATE: {
    status: 409,
    zh: '终端 {booth} 没有有效的证书或入网码，无需吊销。',
    en: 'Booth {booth} has no valid certificate and no code; there is nothing to revoke.',
  },
  BOOTH_NOT_ENROLLED: {
    status: 409,
    zh: '本终端尚未入网。请向系统管理员索取入网码，在本机执行 kawei booth enrol --hub {hub} --code 入网码。',
    en: 'This terminal is not enrolled. Get a code from the system administrator and run: kawei booth enrol --hub {hub} --code CODE.',
  },
  BOOTH_IDENTITY_UNFIT: {
    status: 409,
    zh: '本终端的密钥和证书文件 {file} 无法使用（{detail}）。请向系统管理员索取新的入网码，重新入网。',
    en: 'The file of this terminal’s key and certificate, {file}, cannot be used ({detail}). Enrol again with a new code.',
  },
  HUB_CERTIFICATE_OTHER: {
    status: 403,
    zh: '应答的不是本终端入网时的中心（{detail}），已断开，内容没有发出。请呼叫工作人员，由系统管理员检查网络和中心。',
    en: 'What answers is not the hub this terminal was enrolled with ({detail}); the line was closed and nothing was sent. Call the staff: the administrator must look at network and hub.',
  },
  BOOTH_CERTIFICATE_NEEDED: {
    status: 403,
    zh: '中心只接受出示其签发证书的终端（双向 TLS）。请由系统管理员为本终端签发入网码，重新入网。',
    en: 'The hub takes only terminals that show a certificate it has issued (mutual TLS). The system administrator must enrol this terminal.',
  },
  BOOTH_CERTIFICATE_EXPIRED: {
    status: 403,
    zh: '本终端的证书已过期（或本机、中心的时钟不准）。请由系统管理员核对时钟，并签发入网码重新入网。',
    en: 'This terminal’s certificate has expired, or a clock is wrong. The system administrator must check the clocks and enrol it again.',
  },
  BOOTH_CERTIFICATE_REVOKED: {
    status: 403,
    zh: '本终端的证书已被吊销，或已被新的入网取代。请联系系统管理员。',
    en: 'This terminal’s certificate was revoked, or a newer enrolment took its place. Ask the system administrator.',
  },
  BOOTH_ID_OTHER: {
    status: 403,
    zh: '终端自称的编号与证书不符，连接已拒绝；身份只以证书为准。请联系系统管理员。',
    en: 'The terminal calls itself another booth than its certificate says and was refused: the certificate alone counts. Ask the system administrator.',
  },
  BOOTH_OTHER_MACHINE: {
    status: 403,
    zh: '证书不是签发给这台机器的：主板、机器编号和磁盘都与登记的不同，可能是复制的密钥。若确已更换机器，请由系统管理员签发新的入网码。',
    en: 'The certificate was not issued to this machine: its board, machine id and disks are all others, so the key may be a copy. If the machine was replaced, enrol it with a new code.',
  },
  BOOTH_TOKEN_REMOTE: {
    status: 403,
    zh: '令牌连接只能来自中心本机。其他机器上的终端须入网后以双向 TLS 连接（KAWEI_BOOTH_LINES=tls）。',
    en: 'Lines by token are taken from the hub’s own machine alone. Elsewhere terminals are enrolled and come by mutual TLS (KAWEI_BOOTH_LINES=tls).',
  },
});
