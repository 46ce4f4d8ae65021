/** Texts of the signing keys of sites, Chinese. */
export const zh = {
  'title.keys': '签名密钥',
  about:
    '每次抽取的输入冻结后，参加的各场所先用自己工作站的签名密钥会签输入摘要，然后才能提交随机数。这样，冻结的名单谁也无法在承诺前后替换。密钥在工作站的浏览器内生成，私钥不离开浏览器；公钥登记在中心并写入账本。',
  none: '还没有登记签名密钥',
  site: '场所',
  label: '工作站名称',
  'label.needed': '请填写工作站名称',
  'label.example': '例如：一楼服务台 1 号机',
  key: '公钥',
  registered: '登记',
  standing: '状态',
  active: '有效',
  revoked: '已停用',
  revoke: '停用',
  'revoke.title': '停用签名密钥“{{label}}”',
  'revoke.hint': '停用后这把密钥不能再会签；此前的会签仍然有效。工作站遗失、更换或可能被他人使用时应停用。',
  'own.none': '本工作站还没有签名密钥：登记后才能会签抽取，本场所无人会签将按未参加记录并报警。',
  'own.unregistered': '本工作站的签名密钥尚未登记成功，请重新登记。',
  'own.revoked': '本工作站的签名密钥已停用。如仍要在本工作站会签，请登记新的密钥。',
  'own.ready': '本工作站的签名密钥已登记，打开页面时自动会签。',
  'own.plain':
    '本页不是通过安全连接（https）打开的，浏览器只能以普通方式保存私钥。建议改用 https 打开后重新登记。',
  register: '登记本工作站',
  'register.confirm': '生成并登记',
  'register.hint':
    '将在本浏览器内生成一把签名密钥，并以您的名义把公钥登记到中心。请只在本场所自己的工作站上登记。',
  'register.done': '已登记，本工作站可以会签了',
} as const;
