// How fast a stream is parsed, from bytes to typed events; no network, one core.
// node --expose-gc tools/bench.mjs [--tokens N] [--json]
import { parseArgs } from "node:util";
import { NpcgenClient } from "../dist/index.js";
import { parsing } from "./measures.mjs";

const { values } = parseArgs({
  options: { tokens: { type: "string", default: "100000" }, json: { type: "boolean" } },
});

function heapBytes() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const measured = await parsing(NpcgenClient, Number(values.tokens), heapBytes);
if (values.json) console.log(JSON.stringify(measured));
else
  console.log(
    `${measured.tokens} tokens parsed at ${measured.tokens_per_s} a second; ` +
      `${measured.retained_bytes_per_token} bytes a token kept`,
  );
