// What was said, as it goes.

const byId = (id) => document.getElementById(id);

/** Makes an element; `given` are its properties, `inside` its children or text. */
export function element(tag, given = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), given);
  made.append(...inside);
  return made;
}

export class Log {
  #list = byId("log");
  #scroll = byId("scroll");
  #current = null;

  /** `onPick` is given the turn whose line was pressed. */
  constructor(onPick) {
    this.onPick = onPick;
    // What was said last stays in sight when a notice or a keyboard takes room.
    new ResizeObserver(() => this.#toEnd()).observe(this.#scroll);
  }

  clear() {
    this.#list.replaceChildren();
    this.#current = null;
    byId("welcome").hidden = false;
  }

  you(words) {
    this.#bubble("you", "You: ", words);
  }

  /** Something that happened without words, such as a silence. */
  event(words) {
    this.#add(element("li", { className: "event", textContent: words }));
  }

  /** What Alexa says, with a line below it that shows what is behind the turn. */
  alexa(turn) {
    if (turn.says) this.#bubble("alexa", "Alexa: ", turn.says);
    if (turn.intent) this.#behind(turn);
  }

  #bubble(who, name, words) {
    const hidden = element("span", { className: "unseen", textContent: name });
    this.#add(element("li", { className: `bubble ${who}` }, hidden, words));
  }

  #behind(turn) {
    const button = element("button", { type: "button", className: "turn", textContent: `${turn.intent}  ${turn.ms.toFixed(1)} ms` });
    const pick = () => {
      this.#current?.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      this.#current = button;
    };
    button.title = "Show what is behind this turn";
    button.onclick = () => {
      pick();
      this.onPick(turn, true);
    };
    pick();
    this.onPick(turn, false);
    this.#add(element("li", { className: "behind" }, button));
  }

  #add(item) {
    byId("welcome").hidden = true;
    this.#list.append(item);
    this.#toEnd();
  }

  #toEnd() {
    if (this.#list.firstChild) this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }
}
