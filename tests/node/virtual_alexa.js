// Holds a conversation with the endpoint through virtual-alexa, a client that others made.
//
//   node virtual_alexa.js URL MODEL.json LOCALE SKILL_ID
//
// Reads a line of JSON { say } at a time and writes one: { request, response } as they went over the
// wire, or { lost } where virtual-alexa did not know what the words mean. A line with { end } ends
// the session.
"use strict";

const readline = require("readline");
const { VirtualAlexa } = require("virtual-alexa");
const { Utterance } = require("virtual-core");

const [url, model, locale, skillId] = process.argv.slice(2);
const alexa = VirtualAlexa.Builder()
  .skillURL(url)
  .interactionModelFile(model)
  .locale(locale)
  .applicationID(skillId)
  .create();
const OPENING = /^(ask|open|launch|talk to|tell) /i;

let request = null;
alexa.filter((sent) => {
  request = JSON.parse(JSON.stringify(sent));
});

// virtual-alexa takes every sentence with an "ask" in it ("why do you ask") for an opening. Those it
// is handed as what its own matcher makes of them.
async function say(words) {
  if (OPENING.test(words)) return alexa.utter(words);
  const meant = new Utterance(alexa.context().interactionModel(), words);
  if (!meant.matched()) throw new Error("no sample matches");
  return alexa.intend(meant.intent(), meant.toJSON());
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { say: words, end } = JSON.parse(line);
    let turn;
    try {
      const response = end ? await alexa.endSession("EXCEEDED_MAX_REPROMPTS") : await say(words);
      turn = { request, response: response.json ? response.json() : response };
    } catch (error) {
      turn = { lost: String(error.message || error) };
    }
    process.stdout.write(`${JSON.stringify(turn)}\n`);
  }
}

main();
