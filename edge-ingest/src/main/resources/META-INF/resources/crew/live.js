// Puts into the truck page what the truck says, and says when it says nothing. The page works
// without it. Texts come from the page, so that there is one catalogue.
const content = document.getElementById("content");
const stale = document.getElementById("stale");

/** Three signs of life missed. */
const PATIENCE_MS = 16000;
const AGAIN_MS = 5000;

let at = content.dataset.at;
let heard = performance.now();
let source = null;
let ended = false;

function show() {
  const old = performance.now() - heard > PATIENCE_MS;
  stale.hidden = !old && !ended;
  if (!stale.hidden) {
    const text = (ended ? stale.dataset.ended : stale.dataset.stale).replace("{0}", at);
    if (stale.textContent !== text) {
      stale.textContent = text;
    }
  }
  content.classList.toggle("old", !stale.hidden);
}

function take(message) {
  const said = JSON.parse(message.data);
  const focused = document.activeElement && document.activeElement.id;
  content.innerHTML = said.html;
  if (focused) {
    const same = document.getElementById(focused);
    if (same) {
      same.focus({ preventScroll: true });
    }
  }
  at = said.at;
  heard = performance.now();
  ended = false;
  show();
}

function open() {
  source = new EventSource(content.dataset.events);
  source.onmessage = take;
  source.onerror = () => {
    // The browser tries again by itself, but not after an answer that is no stream: then the
    // session may have ended, and a look at the page itself tells.
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      fetch("/truck", { headers: { Accept: "text/html" }, redirect: "manual" })
        .then((answer) => {
          ended = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
        })
        .catch(() => {})
        .finally(() => {
          show();
          setTimeout(open, AGAIN_MS);
        });
    }
  };
}

setInterval(show, 1000);
open();
