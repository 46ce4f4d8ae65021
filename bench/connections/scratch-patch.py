import re
p='/work/main/bench/connections/scratch-tls.ts'; s=open(p).read()
s=s.replace("import { execFileSync } from 'node:child_process';","import { execFileSync } from 'node:child_process';\nconst stats=(name: string, child: Child)=>{ const pid=(child as any).pid; try { const out=execFileSync('gdb',['-p',String(pid),'-batch','-ex','call (void)malloc_stats()','-ex','call (int)malloc_trim(0)'],{encoding:'utf8',stdio:['ignore','pipe','pipe']}); } catch(e) {console.log(String(e).slice(0,300))} console.log(name, execFileSync('sh',['-c',`grep -E 'VmRSS|RssAnon|RssFile|RssShmem' /proc/${pid}/status`],{encoding:'utf8'})); };")
s=s.replace("    const bareBytes = grown(alone, await cost(), booths);","    const bareBytes = grown(alone, await cost(), booths); stats('bare', server);")
s=s.replace("    const full = await cost();","    const full = await cost(); stats('hub', hub);")
open(p,'w').write(s)
