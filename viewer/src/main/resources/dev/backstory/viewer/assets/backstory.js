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
