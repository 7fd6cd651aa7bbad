// Writes the notices of the libraries inside npcgen.min.js, as their licences ask, beside it.
import { readFileSync, writeFileSync } from "node:fs";

const SOURCES = [
  "@bufbuild/protobuf/dist/esm/index.js",
  "@bufbuild/protobuf/dist/esm/wire/varint.js",
  "@connectrpc/connect/dist/esm/index.js",
  "@connectrpc/connect-web/dist/esm/index.js",
];
const notices = SOURCES.map((path) => {
  const source = readFileSync(new URL(`../node_modules/${path}`, import.meta.url), "utf8");
  const header = /^(\/\/.*\n)+/.exec(source)[0].replaceAll(/^\/\/ ?/gm, "");
  return `${path}\n\n${header}`;
});
writeFileSync(
  new URL("../dist/npcgen.min.js.LEGAL.txt", import.meta.url),
  `npcgen.min.js holds parts of these; LICENSE has the Apache License, Version 2.0.\n\n${notices.join("\n")}`,
);
