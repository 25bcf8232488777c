// In the browser: draws APL documents with Amazon's own renderer, and tells what is to be seen.
// Used by staging.py.

"use strict";

let shown = null;
const sent = [];

/** Draws this document in this viewport, in the place of what was drawn before. */
async function draw({ document: layout, datasources, viewport }) {
  await ready;
  // Text is measured as it is drawn: in the right font, then.
  for (const weight of [400, 700]) await document.fonts.load(`${weight} 20px amazon-ember-display`);
  shown?.destroy();
  sent.length = 0;
  const round = viewport.shape === "ROUND";
  const view = document.createElement("div");
  view.id = "view";
  document.getElementById("view").replaceWith(view);
  view.style.cssText = `width: ${viewport.width}px; height: ${viewport.height}px;
    position: relative; overflow: hidden; will-change: transform; border-radius: ${round ? "50%" : 0}`;
  const content = AplRenderer.Content.create(JSON.stringify(layout));
  content.addData("payload", JSON.stringify(datasources));
  shown = AplRenderer.default.create({
    content,
    view,
    theme: "dark",
    mode: viewport.mode,
    environment: { agentName: "tests", agentVersion: "1", allowOpenUrl: false, disallowVideo: true },
    viewport: { ...viewport, dpi: 160, isRound: round },
    utcTime: Date.now(),
    localTimeAdjustment: 0,
    onSendEvent: (event) => sent.push(event.arguments),
  });
  await shown.init();
}

/** Tells of every text that stands somewhere: its looks, and whether all of it can be seen. */
function look({ width, height, shape }) {
  const screen = { left: 0, top: 0, right: width, bottom: height };
  const within = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const inCircle = ({ left, top, right, bottom }) =>
    [[left, top], [right, top], [left, bottom], [right, bottom]]
      .every(([x, y]) => Math.hypot(x - width / 2, y - height / 2) <= width / 2);
  const onScreen = (box) => within(box, screen) && (shape !== "ROUND" || inCircle(box));

  return [...document.querySelectorAll("#view p")].filter((p) => p.textContent.trim()).map((p) => {
    const style = getComputedStyle(p);
    const size = parseFloat(style.fontSize);
    const words = boxesOfWords(p, size);
    let ground = null, scrolls = false, whole = true;
    for (let e = p.parentElement; e.id !== "view"; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if (!ground && !color.endsWith(", 0)")) ground = color;
      if (scrolls) continue;
      const box = e.getBoundingClientRect();
      scrolls = e.classList.contains("scrollView");
      // What scrolls may wait below or above, but what is to be seen must be seen.
      if (scrolls) whole &&= words.filter((word) => within(word, box)).every(onScreen);
      else whole &&= words.every((word) => within(word, box));
    }
    if (!scrolls) whole &&= words.every(onScreen);
    const { width: wide, height: high } = p.parentElement.getBoundingClientRect();
    return {
      text: p.textContent, ink: style.color, ground, size, wide, high, scrolls, whole,
      top: words[0].top,
    };
  });
}

/** Where the words stand; the space at the end of a line hangs over, and nobody misses it. */
function boxesOfWords(p, size) {
  const boxes = [];
  const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      for (const { left, top, right, bottom } of range.getClientRects()) {
        // A box is higher than the letters in it.
        const spare = Math.max(0, (bottom - top - size) / 2);
        boxes.push({ left, right, top: top + spare, bottom: bottom - spare });
      }
    }
  }
  return boxes;
}
