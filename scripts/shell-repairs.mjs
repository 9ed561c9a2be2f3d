// What the shell's package does otherwise than bash and GNU's tools, put right in its text while it is bundled. The
// package is pinned; a place that is no longer there as it was stops the build, so that none is lost unseen.
import { gzipSync } from "node:zlib";
import { AWK_REPAIRS } from "./awk-repairs.mjs";
import { FLOW_REPAIRS } from "./flow-repairs.mjs";
import { TOOL_REPAIRS } from "./tool-repairs.mjs";

/** @type {typeof AWK_REPAIRS} */
const SHELL_REPAIRS = [
  {
    why: 'the words of "$@", of an array and of $words in first place are a program and its words',
    find: "let u=await _e(this.ctx,t.name),f=[],d=[],p=(N,I)=>{",
    put: `let named=t.name.parts.every(N=>N.type==="Literal")?null:await dr(this.ctx,t.name),
u=named?named.values[0]??"":await _e(this.ctx,t.name),f=[],d=[],p=(N,I)=>{`,
  },
  {
    why: "the rest of them stand before the other words",
    find: 'if(Fp(t.name,["local","declare","typeset","export","readonly"])&&(u==="local"',
    put: `for(let N of named?.values.slice(1)??[])p(N,named.quoted);
if(Fp(t.name,["local","declare","typeset","export","readonly"])&&(u==="local"`,
  },
  {
    why: "a first word that comes to no words at all, quoted or not, leaves its place to the next",
    find: 'let m=t.name.parts.every(N=>N.type==="CommandSubstitution"||N.type==="ParameterExpansion"||N.type==="ArithmeticExpansion");!u&&m&&f.length>0&&(u=f.shift(),d.shift());',
    put: "let m=named!==null&&named.values.length===0;m&&f.length>0&&(u=f.shift(),d.shift(),m=!1);",
  },
  {
    why: "no command at all is a success, unless a command was asked for it",
    find: '!u)return m?(g.finish(),Q("","",this.ctx.state.lastExitCode))',
    put: '!u)return m?(g.finish(),Q("","",[t.name,...t.args].some(N=>N.parts.some(I=>I.type==="CommandSubstitution"))?this.ctx.state.lastExitCode:0))',
  },
  {
    why: "a sum is expanded as text before it is read as a sum, as bash does; a key of declare -A is left as it is",
    find: "function Me(e,t){let n=uk(t),",
    put: `function Me(e,t){if(e.getInput()!==""&&/\\$(?!\\(\\()|\`/.test(t)){let o=m7(e,uk(t)).map((a,l,c)=>
a.type==="ParameterExpansion"&&!a.operation&&/^\\w+$/.test(a.parameter)&&/\\w\\[$/.test(c[l-1]?.value??"")&&/^\\]/.test(c[l+1]?.value??"")?Y.literal("$"+a.parameter):a);
return{type:"ArithmeticExpression",expression:{type:"ArithText",text:t,word:Y.word([Y.doubleQuoted(o)])}}}let n=uk(t),`,
  },
  {
    why: "what came of that text is read once",
    find: `case"ArithCommandSubst":{if(e.execFn){let i=await e.execFn(t.command,{signal:e.state.signal});i.stderr&&(e.state.expansionStderr=(e.state.expansionStderr||"")+i.stderr);let o=i.stdout.trim();return Number.parseInt(o,10)||0}return 0}`,
    put: `case"ArithText":{let o=(await _e(e,t.word)).trim();return o===""?0:await ofSum(o,()=>s(Me(new be,o).expression))}`,
  },
  {
    why: "such a sum is written as it was",
    find: 'case"ArithNested":return`$((${ct(e.expression)}))`;',
    put: 'case"ArithText":return e.text;case"ArithNested":return`$((${ct(e.expression)}))`;',
  },
  {
    why: "no command is in a sum that came of a value: what a program printed is never run",
    find: 'if(t.slice(s,s+2)==="$("&&t[s+2]!=="("){s+=2;let c=1,u=s;for(;s<t.length&&c>0;)t[s]==="("?c++:t[s]===")"&&c--,c>0&&s++;let f=t.slice(u,s);return s++,{expr:{type:"ArithCommandSubst",command:f},pos:s}}if(t[s]==="`"){s++;let c=s;for(;s<t.length&&t[s]!=="`";)s++;let u=t.slice(c,s);return t[s]==="`"&&s++,{expr:{type:"ArithCommandSubst",command:u},pos:s}}',
    put: 'if(t.slice(s,s+2)==="$("&&t[s+2]!=="("||t[s]==="`")return bn(t.slice(s),t.length);',
  },
  {
    why: "let reads a value as a sum, not as a piece of the script",
    find: 'let o=or(`(( ${s} ))`).statements[0];if(o&&o.pipelines.length>0&&o.pipelines[0].commands.length>0){let a=o.pipelines[0].commands[0];a.type==="ArithmeticCommand"&&(r=await Te(e,a.expression.expression))}}',
    put: "r=await Te(e,Me(new be,s).expression)}",
  },
  {
    why: "which ${…} are written in the script can be told from those that came of a value",
    find: 'parameterExpansion(e,t=null){return{type:"ParameterExpansion",parameter:e,operation:t}}',
    put: 'parameterExpansion(e,t=null){return{type:"ParameterExpansion",parameter:e,operation:t,written:!0}}',
  },
  {
    why: "a place in an array that came of a value runs nothing",
    find: 'let[,d,p]=i;if(e.state.associativeArrays?.has(d)||p.includes("$(")',
    put: 'let[,d,p]=i;if(!t.written&&/\\$\\(|`/.test(p))throw new nn(r);if(e.state.associativeArrays?.has(d)||p.includes("$(")',
  },
  {
    why: "nor does one that a name stands for",
    find: "let[,h,m]=p;if(e.state.associativeArrays?.has(h)",
    put: "let[,h,m]=p;if(/\\$\\(|`/.test(m))throw new nn(r);if(e.state.associativeArrays?.has(h)",
  },
  {
    why: "nor when something is put there",
    find: "if(e.state.associativeArrays?.has(n))return n3(e,r);let i;",
    put: "if(e.state.associativeArrays?.has(n))return/\\$\\(|`/.test(r)?r:n3(e,r);let i;",
  },
  {
    why: "nor when it is unset",
    find: `async function Z4(e,t){if(t.startsWith("'")&&t.endsWith("'"))return t.slice(1,-1);`,
    put: `async function Z4(e,t){if(t.startsWith("'")&&t.endsWith("'"))return t.slice(1,-1);if(/\\$\\(|\`/.test(t))return t;`,
  },
  {
    why: "a place in an array is expanded as any text is",
    find: "async function hd(e,t){let n=t,",
    put: `async function hd(e,t){if(/\\$\\(|\`/.test(t)&&t[0]!=="'")return _e(e,Y.word([Y.doubleQuoted(m7(new be,uk(t)))]));let n=t,`,
  },
  {
    why: "also where something is put",
    find: "async function Pp(e,t,n){let r=n;n.startsWith('\"')&&n.endsWith('\"')&&n.length>=2&&(r=n.slice(1,-1));let s;",
    put: "async function Pp(e,t,n){let r=n;n.startsWith('\"')&&n.endsWith('\"')&&n.length>=2&&(r=n.slice(1,-1));if(/\\$\\(|`/.test(r))r=await hd(e,r);let s;",
  },
  {
    why: "the quotes of a command in $((…)) are that command's",
    find: 'function uk(e){let t="",n=0;for(;n<e.length;)if(e[n]===\'"\'){',
    put: `function uk(e){let t="",n=0;for(;n<e.length;)if(e.startsWith("$(",n)&&e[n+2]!=="("){let i=D6(e,n+2,()=>new Error("unexpected EOF"))+1;t+=e.slice(n,i),n=i}
else if(e[n]==="\`"){let i=e.indexOf("\`",n+1)+1||e.length;t+=e.slice(n,i),n=i}else if(e[n]==='"'){`,
  },
  {
    why: "even inside quotes",
    find: `for(n++;n<e.length&&e[n]!=='"';)e[n]==="\\\\"&&n+1<e.length?(t+=e[n+1],n+=2):(t+=e[n],n++);n<e.length&&n++}else t+=e[n],n++;return t}`,
    put: `for(n++;n<e.length&&e[n]!=='"';)if(e.startsWith("$(",n)&&e[n+2]!=="("){let i=D6(e,n+2,()=>new Error("unexpected EOF"))+1;t+=e.slice(n,i),n=i}
else e[n]==="\\\\"&&n+1<e.length?(t+=e[n+1],n+=2):(t+=e[n],n++);n<e.length&&n++}else t+=e[n],n++;return t}`,
  },
  {
    why: "((…)) with a command in it is read as it is written",
    find: "o||this.expect(v.DPAREN_END);let a=this.parseArithmeticExpression(n.trim())",
    put: 'o||this.expect(v.DPAREN_END);if(/\\$\\(|`/.test(n))n=this._input.slice(t.end,this.peek(-1).end).replace(/\\)\\s*\\)$/,"");let a=this.parseArithmeticExpression(n.trim())',
  },
  {
    why: "a $ that begins nothing ends what is read of $((…)), and is not looked at for ever",
    find: "for(;pk(t,s);){let{expr:a,pos:l}=n7(e,t,s,!0);i.push(a),s=l}",
    put: "for(;pk(t,s);){let{expr:a,pos:l}=n7(e,t,s,!0);if(l<=s)break;i.push(a),s=l}",
  },
  {
    why: "declare -a words=(…) holds the words as they were read",
    find: "s.push(e.parseWordFromString(h,!1,!1,!0))",
    put: 's.push(Y.word([Y.literal(f+"=("),...d.flatMap((m,h)=>[...(h===0?[]:[Y.literal(" ")]),...m.parts]),Y.literal(")")]))',
  },
  {
    why: "declare -a words=(…) takes its words as words=(…) does; a key is only what the script itself wrote as one",
    find: "async function e4(e,t){let n=",
    put: String.raw`async function e4(e,t){let mask=l=>l.map(p=>p.type==="Literal"?p.value:p.type==="Glob"?p.pattern:"\0").join(""),all=mask(t.parts),head=/^([a-zA-Z_]\w*\+?)=\(/.exec(all);
if(!head||!all.endsWith(")")||t.parts.at(-1).type!=="Literal")return null;
let words=[],word=[],last=t.parts.length-1;
t.parts.forEach((p,i)=>{if(p.type!=="Literal")return void word.push(p);
let l=p.value;if(i===last)l=l.slice(0,-1);if(i===0)l=l.slice(head[0].length);
l.split(/\s+/).forEach((x,j)=>{if(j>0){word.length>0&&words.push(word);word=[]}x!==""&&word.push(Y.literal(x))})});
word.length>0&&words.push(word);
let put=[],room=e.limits.maxStringLength,add=x=>{room-=_(x)+1;if(room<0||put.length>=e.limits.maxArrayElements)throw new C("array assignment limit exceeded","array_elements");put.push(x)};
for(let parts of words)if(/^\[[^\]]*\]\+?=/.test(mask(parts))){let[,k,v]=/^(\[[^\]]*\]\+?=)(.*)$/s.exec(await _e(e,Y.word(parts.map(p=>p.type==="BraceExpansion"?Y.literal(Ti({parts:[p]})):p))))??[,"",""];add("\x01"+k+'"'+rs(e,v).replace(/[\\"]/g,"\\$&")+'"')}
else for(let v of(await dr(e,Y.word(parts))).values)add(v===""?"''":v.replace(/^\x01+/,"").replace(/[\s'"\\]/g,"\\$&"));
return head[1]+"=(\x02"+put.join(" ")+")"}async function unusedWords(e,t){let n=`,
  },
  {
    why: "such a key is told from a value that looks like one",
    find: "function Br(e,t){",
    put: 'function Br(e,t,keyed=!1){e=e.replace("\\x02","");keyed||(e=e.replaceAll("\\x01",""));',
  },
  {
    why: "words in brackets are told from a value in brackets: declare",
    find: String.raw`let I=N.match(/^([a-zA-Z_][a-zA-Z0-9_]*)=\((.*)\)$/s);if(I&&!u)`,
    put: String.raw`let I=N.match(/^([a-zA-Z_][a-zA-Z0-9_]*)=\((\x02.*)\)$/s);if(I&&!u)`,
  },
  {
    why: "words in brackets are told from a value in brackets: local",
    find: String.raw`let p,h,m=d.match(/^([a-zA-Z_][a-zA-Z0-9_]*)=\((.*)\)$/s);if(m){p=m[1];let x=m[2];if(!`,
    put: String.raw`let p,h,m=d.match(/^([a-zA-Z_][a-zA-Z0-9_]*)=\((\x02.*)\)$/s);if(m){p=m[1];let x=m[2];if(!`,
  },
  {
    why: "where keys may be",
    find: "z=F===void 0?Br(U,{...n,maxElements:s?n.maxElements*2:n.maxElements}):void 0",
    put: "z=F===void 0?Br(U,{...n,maxElements:s?n.maxElements*2:n.maxElements},!0):void 0",
  },
  {
    why: "and only there",
    find: String.raw`if(D.some(V=>/^\[[^\]]+\]=/.test(V))){let V=0;for(let ee of D){let ne=ee.match(/^\[([^\]]+)\]=(.*)$/);`,
    put: String.raw`if(D.some(V=>/^\x01\[[^\]]+\]=/.test(V))){let V=0;for(let ee of D){let ne=ee.match(/^\x01\[([^\]]+)\]=(.*)$/s);`,
  },
  {
    why: "local -A and local words=(…) are those of declare, which is local in a function",
    find: "function xp(e,t){let n=",
    put: "function xp(e,t){if(e.state.localScopes.length>0&&t.some(n=>/^-[a-z]*A|^[a-zA-Z_]\\w*=\\(\\x02/.test(n)))return cp(e,t);let n=",
  },
  {
    why: "a sum that cannot be done ends its line: which statements stand behind another on one",
    find: "let o=this.pos>0?this.tokens[this.pos-1].end:t,a=this._input.slice(t,o);return Y.statement(n,r,s,void 0,a)}",
    put: "let o=this.pos>0?this.tokens[this.pos-1].end:t,a=this._input.slice(t,o);return{...Y.statement(n,r,s,void 0,a),isBehind}}",
  },
  {
    why: "by what stands before them",
    find: "let t=this.current().start,n=[],r=[],s=!1,i=this.parsePipeline();",
    put: "let isBehind=[v.SEMICOLON,v.AMP].includes(this.tokens[this.pos-1]?.type),t=this.current().start,n=[],r=[],s=!1,i=this.parsePipeline();",
  },
  {
    why: "they are left out",
    find: 'async executeScript(t){this.assertDefenseContext("execution");let n=0,r=new hn(this.ctx.executionScope,"script");for(let s of t.statements)try{',
    put: 'async executeScript(t){this.assertDefenseContext("execution");let n=0,isEnded=!1,r=new hn(this.ctx.executionScope,"script");for(let s of t.statements)try{if(isEnded&&s.isBehind)continue;isEnded=!1;',
  },
  {
    why: "and a shell inside the shell ends",
    find: 'if(i instanceof Ge){r.append("stdout",i.stdout,i.internalOutputAccounting.stdout),r.append("stderr",i.stderr,i.internalOutputAccounting.stderr),n=1,this.ctx.state.lastExitCode=n,this.ctx.state.env.set("?",String(n));continue}',
    put: `if(i instanceof Ge){if(this.ctx.state.bashPid!==this.ctx.state.virtualPid)throw i.prependOutput(r.stdout,r.stderr),new he(1,i.stdout,i.stderr);
r.append("stdout",i.stdout,i.internalOutputAccounting.stdout),r.append("stderr",i.stderr,i.internalOutputAccounting.stderr),n=1,this.ctx.state.lastExitCode=n,this.ctx.state.env.set("?",String(n)),this.ctx.state.env.set("HEADROOM_LINE_ENDED","1"),isEnded=!0;continue}`,
  },
  {
    why: "also one in brackets",
    find: 'a instanceof he||a instanceof _t||a instanceof Yt?(i.append("stdout",a.stdout,a.internalOutputAccounting.stdout),i.append("stderr",a.stderr,a.internalOutputAccounting.stderr),i.build(a.exitCode)):',
    put: 'a instanceof he||a instanceof _t||a instanceof Yt||a instanceof Ge||a instanceof Jt?(i.append("stdout",a.stdout,a.internalOutputAccounting.stdout),i.append("stderr",a.stderr,a.internalOutputAccounting.stderr),i.build(a.exitCode??1)):',
  },
  {
    why: "and one of a pipe",
    find: "else if(I instanceof Yt&&t.commands.length>1)R={stdout:I.stdout,stderr:I.stderr,exitCode:I.exitCode};",
    put: "else if((I instanceof Yt||I instanceof Ge||I instanceof Jt)&&t.commands.length>1)R={stdout:I.stdout,stderr:I.stderr,exitCode:I.exitCode??1};",
  },
  {
    why: "it ends the loops and groups that it stands in",
    find: "function sa(e){return e instanceof Qt||e instanceof Xt||e instanceof _t}",
    put: "function sa(e){return e instanceof Qt||e instanceof Xt||e instanceof _t||e instanceof Ge||e instanceof Jt}",
  },
  {
    why: "of every kind",
    find: "if(e instanceof _t||e instanceof Yt||e instanceof he||e instanceof C)return e.prependOutput(t,n),",
    put: "if(e instanceof _t||e instanceof Yt||e instanceof he||e instanceof C||e instanceof Ge||e instanceof Jt)return e.prependOutput(t,n),",
  },
  {
    why: "for without words takes those of the script as they are",
    find: 'if(t.words===null)i=(e.state.env.get("@")||"").split(" ").filter(Boolean);',
    put: 'if(t.words===null)i=(await dr(e,Y.word([Y.doubleQuoted([Y.parameterExpansion("@")])]))).values;',
  },
  {
    why: "it says which sum it was",
    find: "async function Mi(e,t,n,r){let s=",
    put: `async function ofSum(text,reckon){try{return await reckon()}catch(E){if(E instanceof Ge&&!E.isTold){E.isTold=!0;
let behind=text.split(/[\\/%]/),token=E.message==="division by 0"&&behind.length===2?behind[1].trimStart():E.message==="value too great for base"?/\\b0\\d+/.exec(text)?.[0]:void 0;
if(token!==void 0)E.stderr="bash: "+(E.message==="division by 0"?text:token)+": "+E.message+' (error token is "'+token+'")\\n'}throw E}}
async function Mi(e,t,n,r){let s=`,
  },
  {
    why: "where it was written",
    find: 'return String(await Te(e,t.expression.expression,!0))}case"BraceExpansion"',
    put: 'return String(await ofSum(s??"",()=>Te(e,t.expression.expression,!0)))}case"BraceExpansion"',
  },
  {
    why: "shifts and bits are of 64-bit numbers",
    find: 'case"<<":return e<<t;case">>":return e>>t;case"<":return e<t?1:0;',
    put: 'case"<<":case">>":case"&":case"^":case"|":return ofBits(e,t,n);case"<":return e<t?1:0;',
  },
  {
    why: "all of them",
    find: "function qN(e,t,n){switch(n){",
    put: `function ofBits(e,t,n){if(![e,t].every(Number.isSafeInteger))return 0;let a=BigInt(e),b=BigInt(t);
return Number(BigInt.asIntN(64,n==="<<"?a<<(b&63n):n===">>"?a>>(b&63n):n==="&"?a&b:n==="|"?a|b:a^b))}
function qN(e,t,n){switch(n){`,
  },
  {
    why: "a value that begins with 0 is octal, as a number is",
    find: "let r=await KN(e,t);if(!r)return 0;let s=Number.parseInt(r,10);if(!Number.isNaN(s)&&/^-?\\d+$/.test(r.trim()))return s;",
    put: "let r=await KN(e,t);if(!r)return 0;let s=Number.parseInt(r,10);if(!Number.isNaN(s)&&/^-?(?:0|[1-9]\\d*)$/.test(r.trim()))return s;",
  },
  {
    why: "each -e of grep is one more pattern",
    find: 'if(fe==="-e"&&se+1<e.length){A=e[++se];continue}',
    put: `let more=fe.startsWith("--regexp=")?fe.slice(9):/^-[A-Za-z]*e$/.test(fe)&&se+1<e.length?e[++se]:null;
if(more!==null){A=A===null?more:A+"\\n"+more;if(!/^-[A-Za-z]+e$/.test(fe))continue;fe=fe.slice(0,-1)}`,
  },
];

/** @type {typeof AWK_REPAIRS} */
const JQ_REPAIRS = [
  {
    why: "there is no Node around it, as far as jq can see",
    find: 'var ENVIRONMENT_IS_NODE = typeof process == "object"',
    put: 'var ENVIRONMENT_IS_NODE = false && typeof process == "object"',
  },
  {
    why: "its input and output, files and environment are the command's",
    find: "preRun() { FS.init(() => {",
    put: "preRun() { if (Module.prepare) return Module.prepare(FS, ENV); FS.init(() => {",
  },
  {
    why: "it is compiled once, whoever asks for it",
    find: 'return Module["instantiateWasm"](info, receiveInstance);',
    put: 'return Module["instantiateWasm"](info, receiveInstance, () => findWasmBinary());',
  },
];

/** The shell's text with every repair. @param {string} text */
export function repairedShell(text) {
  return repaired(text, [...SHELL_REPAIRS, ...FLOW_REPAIRS, ...AWK_REPAIRS, ...TOOL_REPAIRS]);
}

/** The text of jq, so that it runs inside the sandbox. @param {string} text */
export function repairedJq(text) {
  // A child reads its whole bundle when it starts: what most never run is packed.
  const [before, program, after, ...more] = repaired(text, JQ_REPAIRS).split(/(AGFzbQ[A-Za-z0-9+/=]{1000,})/);
  if (program === undefined || more.length > 0) {
    throw new Error("a package of the sandbox changed: where is jq's program?");
  }
  return before + gzipSync(Buffer.from(program, "base64"), { level: 9 }).toString("base64") + after;
}

/** @param {string} text @param {typeof AWK_REPAIRS} repairs */
function repaired(text, repairs) {
  return repairs.reduce((source, { why, find, put }) => {
    const parts = source.split(find);
    if (parts.length !== 2) {
      throw new Error(`a package of the sandbox changed, look at its repair anew: ${why}`);
    }
    return parts.join(put);
  }, text);
}
