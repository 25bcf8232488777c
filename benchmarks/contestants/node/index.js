/**
 * The peer: the interview of floor.py on ask-sdk-core for Node.js, built as Amazon's own samples
 * build a skill. It covers the same turns, by the same rules and texts (floor.json), in the way
 * that the SDK's documentation shows: handlers, the attributes manager, the response builder.
 */
"use strict";

const Alexa = require("ask-sdk-core");
const DATA = require("./floor.json");

const QUESTIONS = DATA.questions;
const NAMES = Object.keys(QUESTIONS);
const TEXTS = DATA.texts;
const CODES = Object.fromEntries(NAMES.map((name) => [QUESTIONS[name].code, name]));
const OPENED_BY = Object.fromEntries(
  NAMES.map((name) => [
    name,
    NAMES.filter((other) => QUESTIONS[other].opens.some((group) => group.includes(name))),
  ]),
);
const LETTERS = { y: "yes", n: "no", u: "unsure" };
const LEVELS = ["soon", "today", "now"];

const LaunchRequestHandler = {
  canHandle(input) {
    return Alexa.getRequestType(input.requestEnvelope) === "LaunchRequest";
  },
  handle(input) {
    return reply(input, {}, "intro", () => line("intro"));
  },
};

const AnswerIntentHandler = {
  canHandle(input) {
    return (
      Alexa.getRequestType(input.requestEnvelope) === "IntentRequest" &&
      ["AMAZON.YesIntent", "AMAZON.NoIntent"].includes(Alexa.getIntentName(input.requestEnvelope))
    );
  },
  handle(input) {
    const open = CODES[input.attributesManager.getSessionAttributes().q];
    const yes = Alexa.getIntentName(input.requestEnvelope) === "AMAZON.YesIntent";
    const acks = TEXTS.varied.ack;
    return reply(input, { [open]: yes ? "yes" : "no" }, "ack", (count) => acks[count % acks.length]);
  },
};

const DescribeIntentHandler = {
  canHandle(input) {
    return (
      Alexa.getRequestType(input.requestEnvelope) === "IntentRequest" &&
      Alexa.getIntentName(input.requestEnvelope) === "DescribeIntent"
    );
  },
  handle(input) {
    const told = described(input.requestEnvelope.request.intent.slots);
    const reasons = clauses(Object.keys(told));
    return reply(input, told, "told", () => line("told", { reasons }));
  },
};

const SessionEndedRequestHandler = {
  canHandle(input) {
    return Alexa.getRequestType(input.requestEnvelope) === "SessionEndedRequest";
  },
  handle(input) {
    return input.responseBuilder.getResponse();
  },
};

const ErrorHandler = {
  canHandle() {
    return true;
  },
  handle(input, error) {
    console.error(error.name);
    return input.responseBuilder.speak(line("error")).reprompt(line("error_question")).getResponse();
  },
};

function reply(input, told, first, opening) {
  const kept = input.attributesManager.getSessionAttributes();
  const answers = { ...read(kept.a || ""), ...told };
  const count = Object.keys(answers).length;
  const group = Object.keys(told)
    .map((name) => QUESTIONS[name].code + told[name][0])
    .join("");
  const state = { v: 1 };
  const all = [kept.a, group].filter(Boolean).join(".");
  if (all) state.a = all;
  const [asked, tally] = decide(answers);
  let words;
  let again;
  let half = false;
  if (asked === null) {
    state.q = "offer_relief";
    state.l = "result offer_relief";
    words = `${result(answers, tally)} ${line("offer_relief")}`;
    again = line("offer_relief_again");
  } else {
    half = count >= 6 && !kept.h;
    state.q = QUESTIONS[asked].code;
    state.l = half ? `${first} halfway question` : `${first} question`;
    const texts = TEXTS.question[asked];
    words = [opening(count), half && line("halfway"), texts.question].filter(Boolean).join(" ");
    again = texts.short;
  }
  if (half || kept.h) state.h = 1;
  input.attributesManager.setSessionAttributes(state);
  return input.responseBuilder
    .speak(escaped(words))
    .reprompt(escaped(again))
    .getResponse();
}

function read(text) {
  const answers = {};
  for (const group of text.split(".")) {
    for (let at = 0; at < group.length; at += 3) {
      answers[CODES[group.slice(at, at + 2)]] = LETTERS[group[at + 2]];
    }
  }
  return answers;
}

function described(slots) {
  const facts = {};
  for (const slot of Object.values(slots)) {
    const sent = slot.slotValue;
    const several = sent && sent.type === "List" ? sent.values : [];
    for (const value of [slot, ...several]) {
      for (const authority of value.resolutions?.resolutionsPerAuthority ?? []) {
        if (authority.status.code !== "ER_SUCCESS_MATCH") continue;
        for (const found of authority.values) {
          const [question, answer] = found.value.id.split("=");
          facts[question] = answer;
        }
      }
    }
  }
  return facts;
}

function decide(answers) {
  const tally = { level: 0, nerve: 0, mechanical: 0, local: false, back: new Set() };
  for (const [name, answer] of Object.entries(answers)) {
    const question = QUESTIONS[name];
    if (question.level && (answer === "unsure" || answer === question.worrying)) {
      tally.level = Math.max(tally.level, LEVELS.indexOf(question.level));
    }
    if (answer === "yes") {
      tally.nerve += question.nerve;
      tally.mechanical += question.mechanical;
      tally.local = tally.local || question.local_sign;
      tally.back.add(question.back_link);
    }
  }
  const left = NAMES.filter(
    (name) =>
      !(name in answers) &&
      !QUESTIONS[name].volunteered &&
      QUESTIONS[name].opens.every((group) => group.some((n) => (answers[n] ?? "no") !== "no")),
  );
  for (const side of ["nerve", "mechanical"]) {
    const reached = tally[side];
    const needed = DATA.thresholds[side];
    let possible = 0;
    for (const name of left) if (QUESTIONS[name].level !== "now") possible += QUESTIONS[name][side];
    tally[`${side} open`] = reached < needed && needed <= reached + possible;
    tally[`${side} reached`] = reached >= needed;
  }
  for (const name of left) {
    const question = QUESTIONS[name];
    if (
      (question.level && LEVELS.indexOf(question.level) > tally.level) ||
      OPENED_BY[name].some((other) => !(other in answers)) ||
      (question.nerve && tally["nerve open"]) ||
      (question.mechanical && tally["mechanical open"])
    ) {
      return [name, tally];
    }
  }
  return [null, tally];
}

function result(answers, tally) {
  const nerve = tally["nerve reached"];
  const mechanical = tally["mechanical reached"];
  let pathway = "unclear";
  if (nerve) pathway = mechanical && tally.local ? "both" : "nerve";
  else if (mechanical) pathway = "mechanical";
  const sides = ["nerve", "mechanical"].includes(pathway) ? [pathway] : ["nerve", "mechanical"];
  const weight = (name) => sides.reduce((sum, side) => sum + QUESTIONS[name][side], 0);
  const signs = NAMES.filter((name) => answers[name] === "yes" && weight(name));
  signs.sort((one, other) => weight(other) - weight(one)).splice(3);
  let key = `result_${pathway}`;
  if (pathway !== "unclear" && sides.some((side) => tally.back.has(side))) key += "_back";
  else if (!signs.length) key += "_nothing";
  const told = line(key, { reasons: clauses(signs) });
  return `${told} ${line("result_soon")} ${line("safety_net")} ${line("not_a_diagnosis")}`;
}

function clauses(names) {
  const all = names.map((name) => TEXTS.question[name].because);
  const last = all.pop() ?? "";
  if (!all.length) return last;
  const { between, last: form } = TEXTS.list;
  return form.replace("{first}", all.join(between)).replace("{last}", last);
}

function line(key, values = {}) {
  const filled = { ...TEXTS.place, ...values };
  return TEXTS.line[key].replace(/\{(\w+)\}/g, (_, name) => filled[name]);
}

function escaped(words) {
  const text = words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return text.replace(/\d[\d ]+\d/g, '<say-as interpret-as="digits">$&</say-as>');
}

exports.handler = Alexa.SkillBuilders.custom()
  .addRequestHandlers(
    LaunchRequestHandler,
    AnswerIntentHandler,
    DescribeIntentHandler,
    SessionEndedRequestHandler,
  )
  .addErrorHandlers(ErrorHandler)
  .lambda();
