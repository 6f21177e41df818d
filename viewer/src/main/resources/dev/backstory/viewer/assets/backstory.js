// Comfort only: every page is complete without these scripts.
import "./zone.js";
import "./panel.js";
import "./keys.js";

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
