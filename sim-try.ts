import { operations } from './test/support/sim/operations.ts';
for (const name of (process.env['OFF']??'').split(',').filter(Boolean)) { if (!operations[name]) throw new Error(name); (operations[name] as unknown as number[])[0]=0; }
const { play } = await import('./test/support/sim/play.ts');
const { watchStatements } = await import('./test/support/sim/statement-faults.ts');
const st = watchStatements();
const from=Number(process.argv[2]), n=Number(process.argv[3]), steps=Number(process.argv[4]);
const t0=process.cpuUsage(); const w0=Date.now(); let bad=0; const kinds=new Map<string,number>();
for (let i=from;i<from+n;i++) { const p=await play(i,steps,st); if (p.faults.length) { bad++; for (const f of p.faults) { const k=f.replace(/3EB0\w+|[A-Za-z0-9_-]{30,}/g,'X').replace(/-?\d+/g,'N').replace(/^(week|four-weeks|twelve-weeks) N.*/,'counter').split('\n')[0]!.slice(0,120); kinds.set(k,(kinds.get(k)??0)+1);} if (bad<=Number(process.argv[5]??3)) console.log('seed',i,p.faults.slice(0,3).join('\n   ').slice(0,1100),'\n  after',p.steps.length, p.steps.slice(-Number(process.argv[6]??14)).join(' · ')); } }
const c=process.cpuUsage(t0); console.log({bad,n,cpuS:(c.user+c.system)/1e6, wallS:(Date.now()-w0)/1000}); console.log([...kinds].sort((a,b)=>b[1]-a[1]).slice(0,14));
