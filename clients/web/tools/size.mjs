// What a page downloads: the whole client, minified, and that compressed.
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const code = readFileSync(new URL("../dist/npcgen.min.js", import.meta.url));
const kib = (bytes) => `${(bytes.length / 1024).toFixed(1)} KiB`;
console.log(
  `npcgen.min.js: ${kib(code)}, gzip ${kib(gzipSync(code, { level: 9 }))}, ` +
    `brotli ${kib(brotliCompressSync(code))}`,
);
