// What the shell's awk does otherwise than awk, put right in its text; shell-repairs.mjs puts it there.

/** Programs for text alone, with words in which nothing is expanded: what `print |` may start. */
const FILTER = String.raw`(?:sort|uniq|head|tail|column|wc|cat|tr|cut|nl|tac|rev|fold)(?:[ \t]+(?:[\w.,:=+%@\/-]+|'[^']*'|"[^"$\x60\\]*"))*`;

/** @type {readonly { why: string, find: string, put: string }[]} */
export const AWK_REPAIRS = [
  {
    why: "a separator of one character is that character, one of more is a pattern",
    find: 'function Hm(e){if(e===" ")return ie("\\\\s+");',
    put: 'function Hm(e){if(e===" ")return ie("\\\\s+");if(e.length===1)return ie(Vm(e));',
  },
  {
    why: "also where the program says it",
    find: 'function vm(e,t){if(e.FS=t,t===" ")e.fieldSep=new Rr(/\\s+/);else try',
    put: 'function vm(e,t){if(e.FS=t,t===" ")e.fieldSep=new Rr(/\\s+/);else if(t.length===1)e.fieldSep=ie(Vm(t));else try',
  },
  {
    why: "and in split, which sees no words at a text's blank ends",
    find: `o=f===" "?ie("\\\\s+"):f}}else t.FS===" "&&(o=ie("\\\\s+"));`,
    put: `o=f}}if(o===" "){r=r.trim(),o=ie("\\\\s+")}else if(typeof o=="string"&&o.length>1)o=ie(o);if(r===""){t.arrayElementCount-=Object.keys(t.arrays[fo(t,i)]??{}).length;t.arrays[fo(t,i)]=Object.create(null);return 0}i=fo(t,i);`,
  },
  {
    why: "a name and a bracket with a space between them are no call, unless it is awk's own",
    find: 'return this.expect(k.RPAREN),t}if(this.check(k.GETLINE)){this.advance();let t,n;return this.check(k.IDENT)&&(t=this.advance().value),this.check(k.LT)&&(this.advance(),n=this.parsePrimary()),{type:"getline",variable:t,file:n}}if(this.check(k.IDENT)){let t=this.advance().value;if(this.check(k.LPAREN)){',
    put: `return this.expect(k.RPAREN),t}if(this.check(k.GETLINE)){this.advance();let t,n;return this.check(k.IDENT)&&(t=this.advance().value),this.check(k.LT)&&(this.advance(),n=this.parsePrimary()),{type:"getline",variable:t,file:n}}
if(this.check(k.IDENT)){let at=this.current(),t=this.advance().value;if(this.check(k.LPAREN)&&(Am.has(t)||this.current().line===at.line&&this.current().column===at.column+t.length)){`,
  },
  {
    why: "what stands side by side is put together before it is compared, and compared before it is matched",
    find: "parseIn(){let t=this.parseConcatenation();",
    put: "parseIn(){let t=this.parseMatch();",
  },
  {
    why: "so here",
    find: "parseConcatenation(){let t=this.parseMatch();for(;this.canStartExpression()&&!this.isConcatTerminator();){let n=this.parseMatch();",
    put: "parseConcatenation(){let t=this.parseAddSub();for(;this.canStartExpression()&&!this.isConcatTerminator();){let n=this.parseAddSub();",
  },
  {
    why: "and here, where the line of a program is read, too",
    find: "parseComparison(){let t=this.parseAddSub();for(;this.match(k.LT,k.LE,k.GT,k.GE,k.EQ,k.NE);){let n=this.advance(),r=this.parseAddSub();",
    put: `parsePiped(){let t=this.parseConcatenation();for(;this.check(k.PIPE)&&this.tokens[this.pos+1]?.type===k.GETLINE;)
this.advance(),this.advance(),t={type:"getline",command:t,variable:this.check(k.IDENT)?this.advance().value:void 0};return t}
parseComparison(){let t=this.parsePiped();for(;this.match(k.LT,k.LE,k.GT,k.GE,k.EQ,k.NE);){let n=this.advance(),r=this.parseConcatenation();`,
  },
  {
    why: "print reads its words in the same order: matches",
    find: "function Mm(e){let t=q9(e);",
    put: "function Mm(e){let t=_m(e);",
  },
  {
    why: "then words side by side",
    find: "function q9(e){let t=_m(e);for(;Z9(e)&&!K9(e);){let n=_m(e);",
    put: "function q9(e){let t=e.parseAddSub();for(;Z9(e)&&!K9(e);){let n=e.parseAddSub();",
  },
  {
    why: "behind comparisons",
    find: "function Bm(e){let t=e.parseAddSub();for(;e.match(oe.LT,oe.LE,oe.GE,oe.EQ,oe.NE);){let n=e.advance(),r=e.parseAddSub();",
    put: "function Bm(e){let t=q9(e);for(;e.match(oe.LT,oe.LE,oe.GE,oe.EQ,oe.NE);){let n=e.advance(),r=q9(e);",
  },
  {
    why: "print may go to another program, and to a file whose name is put together",
    find: 'let n;return e.check(oe.GT)?(e.advance(),n={redirect:">",file:e.parsePrimary()}):e.check(oe.APPEND)&&(e.advance(),n={redirect:">>",file:e.parsePrimary()}),{type:"print",',
    put: 'let n;return e.match(oe.GT,oe.APPEND,oe.PIPE)&&(n={redirect:e.advance().value,file:e.parseConcatenation()}),{type:"print",',
  },
  {
    why: "printf as well",
    find: 'let s;return e.check(oe.GT)?(e.advance(),s={redirect:">",file:e.parsePrimary()}):e.check(oe.APPEND)&&(e.advance(),s={redirect:">>",file:e.parsePrimary()}),{type:"printf",',
    put: 'let s;return e.match(oe.GT,oe.APPEND,oe.PIPE)&&(s={redirect:e.advance().value,file:e.parseConcatenation()}),{type:"printf",',
  },
  {
    why: "what goes to the standard outputs, and to filters: nothing else is started by what is printed",
    find: 'i=et(await Ve(e,"redirection filename evaluation",()=>Ae(e,n))),o=s.resolvePath(e.cwd,i);',
    put: `i=et(await Ve(e,"redirection filename evaluation",()=>Ae(e,n))),o=s.resolvePath(e.cwd,i);
if(i==="/dev/stdout"||t===">"&&i==="-"){e.output+=r,Nu(e);return}
if(i==="/dev/stderr"||t==="|"&&/^\\s*cat\\s*1?>\\s*&\\s*2\\s*$|^\\s*cat\\s*1?>\\s*\\/dev\\/stderr\\s*$/.test(i)){e.told.errors+=r;return}
if(t==="|"){if(!/^[ \\t]*${FILTER}(?:[ \\t]*\\|[ \\t]*${FILTER})*[ \\t]*$/.test(i))throw new Error('print | "'+i+'" is not done here: what is printed goes to a filter such as sort, or to no program');
let piped=(e.told.pipes.get(i)??"")+r;if(piped.length>(e.maxOutputSize||1e7))throw new C("awk: output size limit exceeded","string_length",e.output);if(!e.told.pipes.has(i))e.told.shown=e.output.length;e.told.pipes.set(i,piped);return}`,
  },
  {
    why: "a filter runs when it is closed",
    find: '["close",()=>0],',
    put: `["close",async(e,t,n)=>{let name=Vt(await n.evalExpr(e[0]));t.getlineCommandStreams.delete(name),t.getlineFileStreams.delete(t.fs?.resolvePath(t.cwd,name)),t.openedFiles.delete(t.fs?.resolvePath(t.cwd,name));
t.output=await t.told.end(name,t.output);return 0}],`,
  },
  {
    why: "or when all is done",
    find: 'X9={name:"awk",async execute(e,t){',
    put: `X9={name:"awk",async execute(e,t){let pipes=new Map,told={errors:"",pipes,shown:0,end:async(name,output)=>{let text=pipes.get(name);if(text===void 0)return output;
pipes.delete(name);let r=await t.exec(name,{cwd:t.cwd,signal:t.signal,stdin:text}),before=output.slice(0,told.shown)+ue(r.stdout);told.errors+=r.stderr;
output=before+output.slice(told.shown);told.shown=before.length;return output}};
let r=await X9.run(e,t,told);for(let name of[...pipes.keys()])r={...r,stdout:await told.end(name,r.stdout)};return{...r,stderr:told.errors+r.stderr}},async run(e,t,told){`,
  },
  {
    why: "the program knows of them; -v sets awk's own variables too",
    find: "p.FS=s,p.vars=Object.assign(Object.create(null),i),",
    put: "p.told=told;p.FS=s;for(let b of Object.keys(i))di(p,b,i[b]);",
  },
  {
    why: "an empty command does nothing",
    find: '["system",p9("system","shell execution not allowed in sandboxed environment")]',
    put: `["system",async(e,t,n)=>{let command=Vt(await n.evalExpr(e[0]));if(command==="")return 0;
throw new Error('system("'+command+'") is not done here: awk starts no program; put its work into the shell')}]`,
  },
  {
    why: "records end where RS says",
    find: 'let R=E.split(`\n`);if(R.length>0&&R[R.length-1]===""&&R.pop(),',
    put: `let RS=p.vars.RS===void 0?"\\n":et(p.vars.RS),R=RS===""?E.replace(/^\\n+/,"").replace(/\\n+$/,"").split(/\\n\\n+/):RS.length===1?E.split(RS):ie(RS).split(E);
if(R.length>0&&R[R.length-1]===""&&R.pop(),`,
  },
  {
    why: "a record of more lines has a field on each",
    find: 'function Cm(e,t){return t===""?[]:e.FS===" "?t.trim().split(/\\s+/).filter(Boolean):e.fieldSep.split(t)}',
    put: `function Cm(e,t){return t===""?[]:e.FS===" "?t.trim().split(/\\s+/).filter(Boolean):e.vars.RS===""?t.split("\\n").flatMap(l=>e.fieldSep.split(l)):e.FS===""?[...t]:e.fieldSep.split(t)}`,
  },
  {
    why: "a number without a fraction is cut, not rounded down",
    find: "async function s9(e,t,n){return e.length===0?0:Math.floor(zn(await n.evalExpr(e[0])))}",
    put: "async function s9(e,t,n){return e.length===0?0:Math.trunc(zn(await n.evalExpr(e[0])))}",
  },
  {
    why: "printf reads numbers as awk does: those at a text's beginning",
    find: 'case"d":case"i":{let y=w!==void 0?Math.floor(Number(w)):0;',
    put: 'case"d":case"i":{let y=w!==void 0?Math.trunc(zn(w)):0;',
  },
  {
    why: "with a sign and zeros where they are asked for",
    find: 'case"f":{let y=w!==void 0?Number(w):0;',
    put: `case"f":{let pad=(S,y)=>{if(!(y<0)&&/[+ ]/.test(u))S=(u.includes("+")?"+":" ")+S;if(u.includes("0")&&!u.includes("-")){let[,sign,rest]=/^([-+ ]?)(.*)$/.exec(S);S=sign+rest.padStart(parseInt(f||"0",10)-sign.length,"0")}return S};
let y=w!==void 0?zn(w):0;`,
  },
  {
    why: "so for a fraction",
    find: "let S=y.toFixed(x);if(f){let E=parseInt(f,10);",
    put: "let S=pad(y.toFixed(x),y);if(f){let E=parseInt(f,10);",
  },
  {
    why: "an exponent has two digits",
    find: 'let S=y.toExponential(x);if(g==="E"',
    put: 'let S=y.toExponential(x).replace(/e([-+])(\\d)$/,"e$10$2");if(g==="E"',
  },
  {
    why: "of %g as well",
    find: 'E.includes("e")&&(E=E.replace(/\\.?0+e/,"e")),f){',
    put: 'E.includes("e")&&(E=E.replace(/\\.?0+e/,"e").replace(/e([-+])(\\d)$/,"e$10$2")),f){',
  },
  {
    why: "a number that becomes a text has six digits",
    find: 'function et(e){return typeof e=="string"?e:(Number.isInteger(e),String(e))}',
    put: 'function et(e){return typeof e=="string"?e:Number.isInteger(e)?String(e):Na("%.6g",[e])}',
  },
  {
    why: "in a function of its own, too",
    find: 'function Vt(e){return typeof e=="string"?e:(Number.isInteger(e),String(e))}',
    put: "function Vt(e){return et(e)}",
  },
  {
    why: "and where printf puts it in",
    find: 'case"s":{let y=w!==void 0?String(w):"";',
    put: 'case"s":{let y=w!==void 0?et(w):"";',
  },
  {
    why: "a text of the program is compared as a text",
    find: "if(w9(n))return b9(r,s,n);",
    put: 'if(w9(n))return[t.left,t.right].some(x=>x.type==="string"||x.type==="binary"&&x.operator===" ")?b9(" "+et(r)+"x"," "+et(s)+"x",n):b9(r,s,n);',
  },
  {
    why: "what is divided by nothing is an error, not nothing",
    find: 'case"/":return t!==0?e/t:0;case"%":return t!==0?e%t:0;case"^":case"**":return e**t;',
    put: 'case"/":if(t===0)throw new Error("division by zero");return e/t;case"%":if(t===0)throw new Error("division by zero in %");return e%t;case"^":case"**":return e**t;',
  },
  {
    why: "the times of this day",
    find: '["systime",bu("systime")],["mktime",bu("mktime")],["strftime",bu("strftime")]',
    put: `["systime",()=>Math.floor(Date.now()/1e3)],["mktime",async(e,t,n)=>{let[y,m,d,h,i,s]=Vt(await n.evalExpr(e[0])).trim().split(/\\s+/).map(Number);
let at=Date.UTC(y,m-1,d,h,i,s)/1e3;return Number.isFinite(at)?at:-1}],
["strftime",async(e,t,n)=>ws(e[0]?Vt(await n.evalExpr(e[0])):"%a %b %e %H:%M:%S %Z %Y",e[1]?Math.floor(zn(await n.evalExpr(e[1]))):Math.floor(Date.now()/1e3),"UTC",{maxOutputBytes:Pr(t)})]`,
  },
  {
    why: "a function that nobody wrote is an error",
    find: 'return s?S9(e,s,n):""}',
    put: 'if(!s)throw new Error("function "+t+" never defined");return S9(e,s,n)}',
  },
  {
    why: "the length of an array is how much it holds",
    find: "async function qx(e,t,n){return e.length===0?t.line.length:",
    put: 'async function qx(e,t,n){let held=e[0]?.type==="variable"&&t.arrays[fo(t,e[0].name)];if(held)return Object.keys(held).length;return e.length===0?t.line.length:',
  },
  {
    why: "a piece of a text that begins before it is that much shorter",
    find: "let i=Math.floor(zn(await n.evalExpr(e[2])));return r.substr(Math.max(0,s),i)}",
    put: "let i=Math.floor(zn(await n.evalExpr(e[2])));return r.slice(Math.max(0,s),Math.max(0,s+i))}",
  },
  {
    why: "classes of characters stand among others",
    find: 'return this.peek()==="/"&&this.advance(),r=j9(r),',
    put: `return this.peek()==="/"&&this.advance(),r=j9(r).replace(/\\[:(\\w+):\\]/g,(all,name)=>j9("[[:"+name+":]]").replace(/^\\[|\\]$/g,"")),`,
  },
];
