/** Programs of the sandbox that change nothing outside of it. */
export const sandboxReads = new Set(
  `echo cat printf ls mkdir rmdir touch rm cp mv ln chmod pwd readlink head tail wc stat grep fgrep egrep rg sed awk sort
uniq comm cut paste tr rev nl fold expand unexpand strings split column join tee basename dirname tree du printenv alias
unalias history true false clear jq base64 diff date sleep seq expr md5sum sha1sum sha256sum file which tac od gzip gunzip zcat tar yq xan sqlite3 test [ [[ cd export set unset local read shift return exit break continue :
declare typeset let wait readonly mktemp type shopt umask ulimit getopts mapfile readarray promql less more help
htop journalctl envsubst bc kill numfmt xxd yes shuf cmp truncate jobs`.split(/\s+/),
);
