/** Loads the page; and if a part of it does not come, because the network stutters, all of it once more. @module */
"use strict";
(() => {
  const MOST = 6; // attempts; each waits twice as long as the one before
  const again = () => {
    const tried = Number(sessionStorage.getItem("trichat.tried") ?? 0);
    sessionStorage.setItem("trichat.tried", String(tried + 1));
    // In English: the words of the page may be what is missing.
    const isLast = tried >= MOST;
    document.body.append("A part of this page did not come. ", isLast ? "Please load it again." : "Trying again…");
    if (!isLast) setTimeout(() => location.reload(), 500 * 2 ** tried);
  };
  const came = () => (document.styleSheets.length ? sessionStorage.removeItem("trichat.tried") : again());
  // @ts-ignore: this is no module, so that it can notice when one is missing
  import("./app.js").then(came, again);
})();
