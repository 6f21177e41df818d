// Pages tell times in UTC; a reader may want them in another zone, and this remembers which.
const select = document.getElementById("zone");
const times = [...document.querySelectorAll("time[datetime]")];
times.forEach((time) => (time.dataset.utc = time.textContent));
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function remember(key, value) {
  try {
    if (value !== undefined) {
      localStorage.setItem(key, value);
    }
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

// Looks like the UTC form: 2026-11-24 15:02:11.241 GMT+1
function inZone(zone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23", timeZoneName: "short",
  });
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map((each) => [each.type, each.value]));
    return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}.${part.fractionalSecond} ${part.timeZoneName}`;
  };
}

function show(zone) {
  const told = zone === "UTC" ? null : inZone(zone);
  for (const time of times) {
    const instant = new Date(time.dateTime);
    time.textContent = told && !Number.isNaN(instant.getTime()) ? told(instant) : time.dataset.utc;
  }
}

function offer(zone, name = zone.replaceAll("_", " ")) {
  if (![...select.options].some((each) => each.value === zone)) {
    select.add(new Option(name, zone));
  }
}

if (select) {
  offer(here, `${here.replaceAll("_", " ")} (yours)`);
  const wanted = remember("zone") ?? "UTC";
  try {
    show(wanted);
    offer(wanted);
    select.value = wanted;
  } catch {
    // No zone that this browser knows: UTC, then.
  }
  select.parentElement.hidden = false;
  select.addEventListener("focus", () => Intl.supportedValuesOf?.("timeZone").forEach((each) => offer(each)), { once: true });
  select.addEventListener("change", () => {
    show(select.value);
    remember("zone", select.value);
  });
}
