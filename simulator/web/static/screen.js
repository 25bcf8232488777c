// Draws APL documents with Amazon's own renderer, in a frame of its own because that renderer needs
// more freedom than the page has. It understands APL 1.4; so do the documents of this skill.

"use strict";

const WIDTH = 1280;
const HEIGHT = 800;
const view = document.getElementById("view");
const ready = load();
let renderer = null;
let drawing = Promise.resolve();

/** Loads the renderer, which wants to be started at once. */
function load() {
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = "amazon/apl-viewhost-web.js";
    script.onload = () => {
      forgetFonts();
      AplRenderer.initEngine().then(done, fail);
    };
    script.onerror = () => fail(new Error("the renderer is not there"));
    document.head.append(script);
  });
}

/** The renderer brings addresses of fonts on Amazon's servers; this page asks nobody but its own. */
function forgetFonts() {
  for (const sheet of document.styleSheets) {
    for (let index = sheet.cssRules.length - 1; index >= 0; index -= 1) {
      if (sheet.cssRules[index] instanceof CSSFontFaceRule) sheet.deleteRule(index);
    }
  }
}

function tell(message) {
  parent.postMessage(message, location.origin);
}

function wipe() {
  renderer?.destroy();
  renderer = null;
  view.replaceChildren();
}

function touched(event) {
  const source = event.source || {};
  tell({ kind: "touch", arguments: event.arguments || [], component: source.id || "" });
}

async function draw({ document: layout, datasources = {} }) {
  await ready;
  wipe();
  const content = AplRenderer.Content.create(JSON.stringify(layout));
  for (const name of layout.mainTemplate.parameters || []) {
    content.addData(name, JSON.stringify(name === "payload" ? datasources : datasources[name] || {}));
  }
  renderer = AplRenderer.default.create({
    content,
    view,
    theme: layout.theme || "dark",
    mode: "HUB",
    notLoadFonts: true,
    environment: { agentName: "simulator", agentVersion: "1", allowOpenUrl: false, disallowVideo: true },
    viewport: { width: WIDTH, height: HEIGHT, dpi: 160, shape: "RECTANGLE", isRound: false },
    utcTime: Date.now(),
    localTimeAdjustment: 0,
    onSendEvent: touched,
  });
  await renderer.init();
  tell({ kind: "drawn" });
}

function run({ commands = [] }) {
  renderer?.context.executeCommands(JSON.stringify(commands), false);
}

function fit() {
  view.style.transform = `scale(${innerWidth / WIDTH})`;
}

window.addEventListener("resize", fit);
window.addEventListener("message", ({ origin, data }) => {
  if (origin !== location.origin) return;
  const steps = { draw: () => draw(data.directive), run: () => run(data.directive), end: wipe };
  drawing = drawing.then(steps[data.kind]).catch((error) => tell({ kind: "fault", text: String(error.message || error) }));
});
fit();
ready.catch((error) => tell({ kind: "fault", text: error.message }));
