// Prints the scans that were assessed and lie in the bucket, most urgent first. It keeps all in memory and begins at the
// beginning, as suits an example; a real one keeps what it has seen.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { Kafka, logLevel } from "kafkajs";

const ASSESSED = "scans.assessed.v1";
const UPLOADED = "instances.uploaded.v1";

const [client, option, seconds] = process.argv.slice(2);
if (!client || (option && (option !== "--until-idle" || !(seconds > 0)))) {
  console.error("usage: node worklist.mjs CLIENT.conf [--until-idle SECONDS]");
  process.exit(2);
}

const seen = new Set();
const sequences = new Map();
const assessed = new Map();
const uploaded = new Set();
let repeats = 0;
let unreadable = 0;
let last = Date.now();

const header = (message, name) => message.headers?.[name]?.toString();

function take({ topic, partition, message }) {
  last = Date.now();
  const id = header(message, "ce_id");
  if (!id || seen.has(id)) {
    repeats++;
    return;
  }
  seen.add(id);
  try {
    const value = JSON.parse(message.value.toString());
    if (topic === ASSESSED) {
      const { objectId, modality, objectKey, quality: { verdict }, triage: { priority } } = value;
      assessed.set(objectId, { priority, modality, verdict, objectKey });
    } else if (value.kind === "INSTANCE") {
      // The object is in the bucket and was verified there: from now on it can be fetched.
      uploaded.add(value.objectId);
    }
    count(topic, message);
  } catch {
    // A fault of the writer: where it is, not what it says.
    unreadable++;
    console.error(`put aside ${topic}/${partition}/${message.offset}`);
  }
}

// Each source, topic and epoch counts 1, 2, 3 ...; what is missing is lost or still coming.
function count(topic, message) {
  const sequence = header(message, "ce_sequence");
  if (sequence) {
    const stream = [header(message, "ce_source"), topic, header(message, "ce_epoch")].join(" ");
    const numbers = sequences.get(stream) ?? { highest: 0, count: 0 };
    numbers.highest = Math.max(numbers.highest, Number(sequence));
    numbers.count++;
    sequences.set(stream, numbers);
  }
}

function print() {
  const ready = [...assessed].filter(([object]) => uploaded.has(object)).map(([, scan]) => scan);
  ready.sort((a, b) => b.priority - a.priority || (a.objectKey < b.objectKey ? -1 : 1));
  for (const { priority, modality, verdict, objectKey } of ready) {
    console.log(`${String(priority).padStart(3)}  ${modality.padEnd(3)} ${verdict.padEnd(12)} ${objectKey}.dcm`);
  }
  const missing = [...sequences.values()].reduce((sum, { highest, count }) => sum + highest - count, 0);
  console.log(`${ready.length} scans, ${repeats} repeats dropped, ${unreadable} unreadable, ${missing} missing`);
}

// The file says where the broker is and how to log in, as kcat takes it.
const settings = Object.fromEntries(
  readFileSync(client, "utf8")
    .split("\n")
    .filter((line) => line.includes("=") && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));

const kafka = new Kafka({
  clientId: "worklist-example",
  brokers: settings["bootstrap.servers"].split(","),
  ssl: settings["security.protocol"] === "SASL_SSL",
  sasl: { mechanism: settings["sasl.mechanism"].toLowerCase(), username: settings["sasl.username"], password: settings["sasl.password"] },
  logLevel: logLevel.ERROR,
});
// A group of its own each time: every start reads all that the broker still has. Groups are named after their user.
const consumer = kafka.consumer({ groupId: `${settings["sasl.username"]}-worklist-${randomUUID()}` });
await consumer.connect();
await consumer.subscribe({ topics: [ASSESSED, UPLOADED], fromBeginning: true });
// Asked for before the consumer runs: it may have joined by the time run() returns.
const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
await consumer.run({ eachMessage: async (record) => take(record) });
await joined;
last = Date.now();

async function end() {
  await consumer.disconnect();
  print();
  process.exit(0);
}
process.on("SIGINT", end);
if (seconds) {
  setInterval(() => Date.now() - last > seconds * 1000 && end(), 200);
}
