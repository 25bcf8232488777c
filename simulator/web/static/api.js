// What the page asks its own server, and nothing else is ever asked.

/** The server said no, or nothing; `gone` is whether it no longer knows the conversation. */
export class ServerError extends Error {
  constructor(message, gone = false) {
    super(message);
    this.gone = gone;
  }
}

async function ask(address, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(address, body === undefined ? {} : post);
  } catch {
    throw new ServerError("The simulator does not answer. Is “make web” still running in the terminal?");
  }
  if (answer.ok) return answer.json();
  if (answer.status === 404) throw new ServerError("The simulator was restarted and has forgotten the conversation. Begin it anew.", true);
  const said = await answer.json().catch(() => ({}));
  throw new ServerError(said.error || `The simulator answered ${answer.status}. Its terminal says more.`);
}

export const settings = () => ask("api/settings");

/** One conversation with one device. */
export class Conversation {
  static async begin(locale, screen) {
    return new Conversation(await ask("api/conversations", { locale, screen }));
  }

  constructor({ name, model, invocation_name }) {
    this.model = model;
    this.opening = `open ${invocation_name}`;
    this.address = `api/conversations/${encodeURIComponent(name)}`;
  }

  /** Says a line, nothing for silence; gives the turn. */
  hear(line) {
    return ask(`${this.address}/heard`, { line });
  }

  /** Touches the screen; gives the turn. */
  touch(parts, component) {
    return ask(`${this.address}/touched`, { arguments: parts, component });
  }

  /** The conversation as a file for the tests: { name, text }. */
  file(promise) {
    return ask(`${this.address}/file`, { promise });
  }
}
