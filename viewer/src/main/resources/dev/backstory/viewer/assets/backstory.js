// Comfort only: every page is complete without this script.
const select = document.getElementById("zone");
const times = [...document.querySelectorAll("time[datetime]")];
times.forEach((time) => (time.dataset.utc = time.textContent));

function remembered() {
  try {
    return localStorage.getItem("zone");
  } catch {
    return null;
  }
}

function show(zone) {
  for (const time of times) {
    const local = new Date(time.dateTime);
    time.textContent = zone === "local" && !Number.isNaN(local.getTime())
      ? local.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" })
      : time.dataset.utc;
  }
}

if (select) {
  select.parentElement.hidden = false;
  select.value = remembered() === "local" ? "local" : "utc";
  show(select.value);
  select.addEventListener("change", () => {
    show(select.value);
    try {
      localStorage.setItem("zone", select.value);
    } catch {
      // Not remembered, then.
    }
  });
}

for (const link of document.querySelectorAll("[data-copy]")) {
  link.hidden = !navigator.clipboard;
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard.writeText(link.href);
    link.textContent = "Link copied";
  });
}

for (const button of document.querySelectorAll("[data-copy-from]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.copyFrom);
    if (answer.ok) {
      await navigator.clipboard.writeText(await answer.text());
    }
    button.textContent = answer.ok ? "Copied" : "Could not be copied";
  });
}

// Says that a story has gone on; what the reader looks at stays as it is until asked.
const version = document.querySelector("main").dataset.version;
const pause = 5000;

async function look() {
  if (document.hidden) {
    setTimeout(look, pause);
    return;
  }
  try {
    const answer = await fetch(location.href, { cache: "no-store", headers: { "If-None-Match": `W/"${version}"` } });
    if (answer.status === 200) {
      const show = document.createElement("button");
      show.textContent = "Show it";
      show.addEventListener("click", () => location.reload());
      document.querySelector(".live").replaceChildren("This story has gone on.", show);
      return;
    }
  } catch {
    // The viewer is away for now.
  }
  setTimeout(look, pause);
}

if (version) {
  setTimeout(look, pause);
}

// A link to a row opens its details, and what it is folded into.
function openTarget() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = row?.querySelector("details");
  if (details) {
    const fold = row.closest(".fold > details");
    if (fold) {
      fold.open = true;
    }
    details.open = true;
    row.scrollIntoView({ block: "nearest" });
  }
}
addEventListener("hashchange", openTarget);
openTarget();
