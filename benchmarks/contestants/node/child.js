/**
 * child.py for Node.js: `node child.js MODE FOLDER - REQUESTS`. The modes cold, fresh and warm are
 * the same, and so is what they print.
 */
"use strict";

const fs = require("fs");
const readline = require("readline");

const BATCH = 25;
const INTERVIEW = 11;

const [mode, folder, , requests] = process.argv.slice(2);
const bodies = fs.readFileSync(requests).toString().trim().split("\n").map((line) => Buffer.from(line));
const { handler } = require(`${folder}/index.js`);

/** Answer one request, as AWS Lambda's runtime has it: bytes in, bytes out. */
function turn(body) {
  return new Promise((resolve, reject) => {
    handler(JSON.parse(body.toString()), {}, (error, answer) =>
      error ? reject(error) : resolve(Buffer.from(JSON.stringify(answer))),
    );
  });
}

async function timed(body) {
  const started = process.hrtime.bigint();
  await turn(body);
  return Number(process.hrtime.bigint() - started) / 1000;
}

function peakMemory() {
  const found = /^VmHWM:\s+(\d+)/m.exec(fs.readFileSync("/proc/self/status").toString());
  return found ? Number(found[1]) : 0;
}

const modes = {
  async cold() {
    await turn(bodies[0]);
    fs.writeSync(1, "\n");
    fs.writeSync(1, `${peakMemory()}\n`);
  },
  async fresh() {
    const turns = [];
    for (const body of bodies.slice(0, INTERVIEW)) turns.push(await timed(body));
    const all = turns.reduce((sum, one) => sum + one);
    fs.writeSync(1, `${JSON.stringify([turns[0] / 1000, all / 1000])}\n`);
  },
  async warm() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const medians = [];
      for (const number of line.split(" ")) {
        const batch = [];
        for (let n = 0; n < BATCH; n += 1) batch.push(await timed(bodies[Number(number)]));
        medians.push(batch.sort((one, other) => one - other)[Math.floor(BATCH / 2)]);
      }
      fs.writeSync(1, `${JSON.stringify(medians)}\n`);
    }
  },
};

modes[mode]().then(() => process.exit(0));
