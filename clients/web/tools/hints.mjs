// Writes src/gen/hints.ts from the reasons that all clients share.
import { readFileSync, writeFileSync } from "node:fs";

const { client, server } = JSON.parse(
  readFileSync(new URL("../../conformance/reasons.json", import.meta.url), "utf8"),
);
const hints = Object.fromEntries([...client, ...server].map(({ reason, hint }) => [reason, hint]));
const source = `// Made by tools/hints.mjs from clients/conformance/reasons.json.
export const HINTS: Readonly<Record<string, string>> = ${JSON.stringify(hints, null, 2)};
`;
writeFileSync(new URL("../src/gen/hints.ts", import.meta.url), source);
