// Parses flowcharts with Mermaid and writes down their nodes and links.
// node parse_mermaid.js NODE_MODULES FILE...
const fs = require('fs');
const { pathToFileURL } = require('url');
const [modules, ...files] = process.argv.slice(2);
const { JSDOM } = require(`${modules}/jsdom`);
const { window } = new JSDOM('<!doctype html><body></body>');
Object.assign(globalThis, { window, document: window.document });

async function parsed(mermaid, text) {
  try {
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const nodes = [...db.getVertices().values()].map((node) => [node.id, node.text]);
    return { issues: [], nodes, links: db.getEdges().map((edge) => [edge.start, edge.end]) };
  } catch (error) {
    return { issues: [String(error.message || error)] };
  }
}

async function main() {
  const entry = `${modules}/mermaid/dist/mermaid.core.mjs`;
  const { default: mermaid } = await import(pathToFileURL(entry).href);
  mermaid.initialize({ startOnLoad: false });
  const all = [];
  for (const file of files) all.push(await parsed(mermaid, fs.readFileSync(file, 'utf8')));
  console.log(JSON.stringify(all));
}
main();
