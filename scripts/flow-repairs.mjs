// Where the shell goes on, ends or fails otherwise than bash, put right in its text; shell-repairs.mjs puts it there.

/** @type {readonly { why: string, find: string, put: string }[]} */
export const FLOW_REPAIRS = [
  {
    why: 'set -u lets "${x:-default}" be',
    find: 'let l=r.parameter,c=await Cr(e,l),u=await We(e,l),f=u===""',
    put: 'let l=r.parameter,c=await Cr(e,l),u=await We(e,l,!1),f=u===""',
  },
  {
    why: "set -e lets all be that runs for the left side of && and ||, or behind !",
    find: "let f=await this.executePipeline(c);",
    put: `let isAsked=this.ctx.state.inCondition,f;if(l<t.pipelines.length-1||c.negated)this.ctx.state.inCondition=!0;
try{f=await this.executePipeline(c)}finally{this.ctx.state.inCondition=isAsked}`,
  },
  {
    why: "a loop that break ends has not failed: for",
    find: 'if(n.replace(l.stdout,l.stderr),l.action==="break")break;if(l.action==="continue")continue;if(l.action==="error")return n.build',
    put: 'if(n.replace(l.stdout,l.stderr),r=0,l.action==="break")break;if(l.action==="continue")continue;if(l.action==="error")return n.build',
  },
  {
    why: "for ((…))",
    find: 'if(r.replace(a.stdout,a.stderr),a.action==="break")break;',
    put: 'if(r.replace(a.stdout,a.stderr),s=0,a.action==="break")break;',
  },
  {
    why: "while",
    find: 'if(s.replace(h.stdout,h.stderr),h.action==="break")break;',
    put: 'if(s.replace(h.stdout,h.stderr),i=0,h.action==="break")break;',
  },
  {
    why: "until",
    find: 'if(s.replace(f.stdout,f.stderr),f.action==="break")break;',
    put: 'if(s.replace(f.stdout,f.stderr),i=0,f.action==="break")break;',
  },
  {
    why: "nothing is no number, and what is none is said",
    find: 'let o=rc(r),a=rc(i);return!o.valid||!a.valid?Q("","",2):It(Yl(s,o.value,a.value))}',
    put: 'let o=rc(r),a=rc(i),wrong=o.valid&&r.trim()!==""?a.valid&&i.trim()!==""?null:i:r;return wrong!==null?K(`bash: [: ${wrong}: integer expression expected\\n`,2):It(Yl(s,o.value,a.value))}',
  },
  {
    why: "trap … ERR runs when a command of the script itself fails that set -e would end",
    find: "if(this.ctx.state.errexitSafe=o||i||a,",
    put: `let trap=globalThis[Symbol.for("headroom.error-trap")],last=t.pipelines[s]?.commands;
if(trap&&r!==0&&s===t.pipelines.length-1&&!i&&!this.ctx.state.inCondition&&!a&&this.ctx.depth===0&&!this.isTrapping&&(last.length>1||/^(?:SimpleCommand|Subshell|ArithmeticCommand|ConditionalCommand)$/.test(last[0].type))
&&(trap.isTraced||this.ctx.state.callDepth===0&&this.ctx.state.bashPid===this.ctx.state.virtualPid)){this.isTrapping=!0;
try{n.appendResult(await this.executeScript(or("\\n".repeat(Math.max(0,(last.at(-1).line??this.ctx.state.currentLine)-1))+trap.action)))}finally{this.isTrapping=!1;this.ctx.state.lastExitCode=r;this.ctx.state.env.set("?",String(r))}}
if(this.ctx.state.errexitSafe=o||i||a,`,
  },
  {
    why: "not in a shell that a program starts",
    find: "executionScope:r,exec:(N,I,T=!1)=>this.execInScope(N,I,r,s+1,u.signal,T),",
    put: "executionScope:r,depth:s,exec:(N,I,T=!1)=>this.execInScope(N,I,r,s+1,u.signal,T),",
  },
  {
    why: "the interpreter knows which it is",
    find: "executionScope:t.executionScope,execFn:t.exec,executeScript:",
    put: "executionScope:t.executionScope,depth:t.depth,execFn:t.exec,executeScript:",
  },
  {
    why: "[!a-c] is any other character",
    find: 'let i=e.indexOf("]",r+1);i!==-1?(n+=e.slice(r,i+1),r=i):n+="\\\\["}',
    put: `let c=/^\\[([!^]?)(\\]?(?:\\[:\\w+:\\]|[^\\]])*)\\]/.exec(e.slice(r));c?(n+="["+(c[1]?"^":"")+c[2].replace(/^\\]/,"\\\\]")+"]",r+=c[0].length-1):n+="\\\\["}`,
  },
];
