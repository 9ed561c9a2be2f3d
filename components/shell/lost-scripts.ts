/**
 * Loads the page again when one of its scripts did not arrive: a network that changes (a VPN, another Wi-Fi) ends what is
 * under way, and a page without a script waits for ever. Later each time, so that a server in trouble is left alone; not
 * once the page is complete, when somebody may be typing. Written without any character that HTML would escape.
 */
export const lostScripts = `
(function () {
  var key = \`headroom-reloads\`;
  var isLost = false;
  function lose(event) {
    if (isLost || !(event.target instanceof HTMLScriptElement)) return;
    isLost = true;
    var count = Number(sessionStorage.getItem(key));
    sessionStorage.setItem(key, count + 1);
    setTimeout(function () { location.reload(); }, 500 * 2 ** count);
  }
  addEventListener(\`error\`, lose, true);
  addEventListener(\`load\`, function () {
    removeEventListener(\`error\`, lose, true);
    if (!isLost) sessionStorage.removeItem(key);
  });
})();
`;
