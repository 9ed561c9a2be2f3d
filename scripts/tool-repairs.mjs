// What the shell's text tools do otherwise than GNU's, put right in their text; shell-repairs.mjs puts it there.

/** @type {readonly { why: string, find: string, put: string }[]} */
export const TOOL_REPAIRS = [
  {
    why: "sed changes case: \\U, \\L, \\u, \\l and \\E",
    find: 'function hu(e,t,n){let r="",s=0;for(;s<e.length;){',
    put: `function hu(e,t,n){if(!/\\\\[ULul]/.test(e))return plainly(e,t,n);let all="",once="";
return e.split(/(\\\\[\\\\&\\dnt]|\\\\[ULEul])/).map(piece=>{let[,mode]=/^\\\\([ULEul])$/.exec(piece)??[];
if(mode!==void 0){if(/[ul]/.test(mode))once=mode;else all=mode==="E"?"":mode;return""}let text=plainly(piece,t,n);if(text==="")return"";
let whole=all==="U"?text.toUpperCase():all==="L"?text.toLowerCase():text,first=once==="u"?whole[0].toUpperCase():once==="l"?whole[0].toLowerCase():whole[0];once="";return first+whole.slice(1)}).join("")}
function plainly(e,t,n){let r="",s=0;for(;s<e.length;){`,
  },
  {
    why: "a quote within quotes is put the way bash puts it",
    find: 'function ts(e){if(e==="")return"\'\'";if(/[\\n\\r\\t\\x00-\\x1f\\x7f\']/.test(e)){',
    put: 'function ts(e){if(e==="")return"\'\'";if(/[\\n\\r\\t\\x00-\\x1f\\x7f]/.test(e)){',
  },
  {
    why: "outside of them",
    find: "return`${n}'`}return`'${e}'`}",
    put: "return`${n}'`}return`'${e.replaceAll(\"'\",\"'\\\\''\")}'`}",
  },
  {
    why: "expr knows patterns as grep does",
    find: 'let d=c(),h=ie(`^${d}`).match(f);h?f=h[1]!==void 0?h[1]:String(h[0].length):f="0"}',
    put: 'let d=c(),h=ie(`^(?:${du(fu(d.replace(/^\\^/,"")))})`).match(f);h?f=h.length>1?h[1]??"":String([...h[0]].length):f=d.includes("\\\\(")?"":"0"}',
  },
  {
    why: "find looks at minutes and at a moment",
    find: 'else if(a==="-newer"){',
    put: `else if(a==="-mmin"||a==="-newermt"){if(r+1>=e.length)return s(a);let l=e[++r],now=Date.now(),[,sign="",count]=/^([-+]?)(\\d+(?:\\.\\d+)?)$/.exec(l)??[],
at=/^@\\d+$/.test(l)?Number(l.slice(1))*1e3:Date.parse(l);if(a==="-mmin"?count===void 0:Number.isNaN(at))return i(a,l);
n.push({type:"expr",expr:a==="-mmin"?{type:"mtime",days:Number(count)/1440,isPart:!0,comparison:sign==="+"?"more":sign==="-"?"less":"exact"}:{type:"mtime",days:(now-at)/864e5,isPart:!0,comparison:"less"}})}
else if(a==="-newer"){`,
  },
  {
    why: "of days it counts whole ones",
    find: 'let r=(Date.now()-t.mtime)/(1e3*60*60*24),s;return e.comparison==="more"?s=r>e.days:e.comparison==="less"?s=r<e.days:s=Math.floor(r)===e.days,',
    put: 'let r=(Date.now()-t.mtime)/(1e3*60*60*24),s;e.isPart||(r=Math.floor(r));return e.comparison==="more"?s=r>e.days:e.comparison==="less"?s=r<e.days:s=e.isPart?Math.ceil(r*1440)===Math.round(e.days*1440):r===e.days,',
  },
];
