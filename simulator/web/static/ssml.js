// What of SSML a browser's voice can do: words, pauses, pace.

const RATES = { "x-slow": 0.5, slow: 0.8, medium: 1, fast: 1.2, "x-fast": 1.5 };
const PAUSES = { none: 0, "x-weak": 0, weak: 200, medium: 400, strong: 700, "x-strong": 1100 };

/** The parts of an SSML document in order: { text, rate } of one sentence each, or { pause } in ms. */
export function parts(ssml, locale) {
  const declared = ssml.replace("<speak>", '<speak xmlns:amazon="amazon">');
  const found = [];
  let words = "";

  function flush(rate) {
    const sentences = new Intl.Segmenter(locale, { granularity: "sentence" }).segment(words);
    for (const { segment } of sentences) {
      if (segment.trim()) found.push({ text: segment.trim(), rate });
    }
    words = "";
  }

  function walk(node, rate) {
    if (node.nodeType === Node.TEXT_NODE) {
      words += node.data;
      return;
    }
    const tag = node.localName;
    const own = tag === "prosody" ? pace(node.getAttribute("rate")) : 1;
    const apart = ["p", "s", "break"].includes(tag) || own !== 1;
    if (apart) flush(rate);
    if (tag === "break") {
      found.push({ pause: milliseconds(node) });
    } else if (tag === "say-as" && node.getAttribute("interpret-as") === "digits") {
      words += [...node.textContent].join(" ");
    } else {
      node.childNodes.forEach((child) => walk(child, rate * own));
    }
    if (apart) flush(rate * own);
  }

  walk(new DOMParser().parseFromString(declared, "text/xml").documentElement, 1);
  flush(1);
  return found;
}

function pace(rate) {
  return RATES[rate] || (parseFloat(rate) ? parseFloat(rate) / 100 : 1);
}

function milliseconds(pause) {
  const time = pause.getAttribute("time");
  if (!time) return PAUSES[pause.getAttribute("strength")] ?? PAUSES.medium;
  return parseFloat(time) * (time.endsWith("ms") ? 1 : 1000);
}
