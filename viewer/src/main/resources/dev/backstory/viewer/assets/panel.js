// On wide screens the details of a row open beside the story, so that what the reader looks at stays where it is.
const panel = document.querySelector(".panel");
const wide = matchMedia("(min-width: 70rem)");
let chosen = null;

function rows() {
  return [...document.querySelectorAll(".rows .row > details > summary")].filter((each) => each.checkVisibility());
}

function choose(summary) {
  giveBack();
  const row = summary.closest(".row");
  const details = summary.parentElement.querySelector(":scope > .details");
  chosen = { summary, details, home: summary.parentElement };
  row.classList.add("chosen");
  summary.setAttribute("aria-expanded", "true");
  const close = document.createElement("button");
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", shut);
  const title = document.createElement("h2");
  title.textContent = summary.querySelector(".sentence").textContent;
  panel.replaceChildren(close, title, details);
  panel.hidden = false;
  panel.scrollTop = 0;
  history.replaceState(null, "", `#${row.id}`);
}

function giveBack() {
  if (chosen) {
    chosen.home.append(chosen.details);
    chosen.summary.removeAttribute("aria-expanded");
    chosen.summary.closest(".row").classList.remove("chosen");
    chosen = null;
  }
}

export function shut() {
  const summary = chosen?.summary;
  giveBack();
  if (panel && !panel.hidden) {
    panel.hidden = true;
    summary?.focus();
  }
}

// Moves to the next row (or the one before), of all or of those that match.
export function move(by, matching = "*") {
  const all = rows().filter((each) => each.closest(".row").matches(matching));
  const here = chosen?.summary ?? document.activeElement;
  let at = all.indexOf(here);
  if (at < 0) {
    const later = all.findIndex((each) => here?.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
    at = document.activeElement === document.body || later < 0 ? (by > 0 ? -1 : all.length) : later - (by > 0 ? 1 : 0);
  }
  const next = all[at + by] ?? (matching === "*" ? null : all[0]);
  if (next) {
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (wide.matches && chosen && !next.parentElement.parentElement.matches(".fold")) {
      choose(next);
    }
  }
}

if (panel) {
  document.querySelectorAll(".rows").forEach((list) =>
    list.addEventListener("click", (event) => {
      const summary = event.target.closest("summary");
      if (!summary || !wide.matches || summary.closest(".row").matches(".fold")) {
        return;
      }
      event.preventDefault();
      summary.parentElement.open = false;
      if (chosen?.summary === summary) {
        shut();
      } else {
        choose(summary);
        // By keyboard: what was opened stands behind all the rows.
        if (event.detail === 0) {
          panel.focus();
        }
      }
    }),
  );
  wide.addEventListener("change", () => wide.matches || shut());
}

// A link to a row shows its details, and opens what it is folded into.
function openTarget() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const summary = row?.querySelector("summary");
  if (summary) {
    const fold = row.closest(".fold > details");
    if (fold) {
      fold.open = true;
    }
    if (panel && wide.matches) {
      choose(summary);
    } else {
      summary.parentElement.open = true;
    }
    summary.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
}
addEventListener("hashchange", openTarget);
openTarget();
