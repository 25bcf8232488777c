// A conversation saved as a test.

import { copied } from "./inside.js";

const byId = (id) => document.getElementById(id);

export class SaveAsTest {
  #conversation = null;
  #written = { name: "", text: "" };

  constructor() {
    byId("promise").oninput = () => this.#write();
    byId("file-copy").onclick = () => copied(this.#written.text, byId("file-copy"));
    byId("file-save").onclick = () => this.#download();
  }

  open(conversation) {
    this.#conversation = conversation;
    byId("promise").value = "";
    this.#write();
    byId("file").showModal();
    byId("promise").focus();
  }

  async #write() {
    const promise = byId("promise").value;
    let wrong = "";
    try {
      this.#written = await this.#conversation.file(promise);
    } catch (error) {
      this.#written = { name: "", text: "" };
      wrong = error.message;
    }
    if (promise !== byId("promise").value) return;
    byId("file-name").textContent = this.#written.name && `tests/conversations/${this.#written.name}`;
    byId("file-text").value = this.#written.text;
    byId("file-wrong").textContent = wrong;
    byId("file-wrong").hidden = !wrong;
    byId("file-save").disabled = byId("file-copy").disabled = Boolean(wrong);
  }

  #download() {
    const address = URL.createObjectURL(new Blob([this.#written.text], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = this.#written.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}
