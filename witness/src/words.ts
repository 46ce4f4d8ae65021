/** What a witness tells who runs it: what it has seen, what that means, and what to do; Chinese and English. */
type Words = readonly [zh: string, en: string];

/** A log has signed two roots for `size` entries. */
export function forkWords(origin: string, size: number): Words {
  return [
    `账本 ${origin} 对同样的 ${size} 条记录签发了两份不同的检查点，即有两段历史。两份检查点已作为证据保存，在本见证方首页可见；请通知中心和监督部门调查。`,
    `Ledger ${origin} has signed two different checkpoints of ${size} entries: it has two histories. Both are kept as evidence and shown at the address of this witness. Have the centre and its supervisors investigate.`,
  ];
}

/** A checkpoint of `offered` entries came without a proof that holds, while `seen` were cosigned. */
export function unprovedWords(origin: string, seen: number, offered: number): Words {
  return [
    `收到账本 ${origin} 签名的检查点（${offered} 条），但所附证明不能证实它延续已联署的 ${seen} 条，未予联署。错误的证明任何人都可能发来，仅凭此不能认定账本有误；请向中心索取由 ${seen} 条至 ${offered} 条的一致性证明，中心拿不出的，请通知监督部门调查。`,
    `A checkpoint of ${offered} entries under the signature of ledger ${origin} came with a proof that does not show it to continue the ${seen} entries cosigned before: not cosigned. Anybody may send a wrong proof, so this alone accuses nobody. Ask the centre for the consistency proof from ${seen} to ${offered} entries; where it has none, have its supervisors investigate.`,
  ];
}
