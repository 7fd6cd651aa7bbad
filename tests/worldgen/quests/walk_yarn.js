// Plays Yarn scripts in yarn-bound, every option of every node once, and writes down what was seen.
// node walk_yarn.js NODE_MODULES FILE...
const fs = require('fs');
const [modules, ...files] = process.argv.slice(2);
const YarnBound = require(`${modules}/yarn-bound`).default || require(`${modules}/yarn-bound`);

const who = (result) =>
  ((result.markup || []).find((each) => each.name === 'character') || { properties: {} }).properties.name;

function walked(dialogue) {
  const first = dialogue.match(/^title: (.*)$/m)[1];
  const edges = [], said = [], endings = new Set(), done = new Set();
  const play = (path) => {
    const runner = new YarnBound({ dialogue, startAt: first, handleCommand: () => {} });
    let at = '', text = '', step = 0;
    for (;;) {
      const result = runner.currentResult;
      const title = result.metadata.title;
      if (title !== at) {
        edges.push([at, text, title]);
        [at, text] = [title, ''];
      }
      if (result.options) {
        if (step === path.length) return { at, options: result.options };
        text = result.options[path[step]].text;
        runner.advance(path[step++]);
      } else {
        said.push([at, (result.hashtags || [])[0], who(result), result.text]);
        if (result.isDialogueEnd) return { at, options: [] };
        runner.advance();
      }
    }
  };
  const stack = [[]];
  while (stack.length) {
    const path = stack.pop();
    const { at, options } = play(path);
    if (!options.length) endings.add(at);
    options.forEach((option, index) => {
      const edge = JSON.stringify([at, option.text]);
      said.push([at, (option.hashtags || [])[0], who(option), option.text]);
      if (!option.isAvailable || done.has(edge)) return;
      done.add(edge);
      stack.push([...path, index]);
    });
  }
  const once = (rows) => [...new Set(rows.map((row) => JSON.stringify(row)))].map((row) => JSON.parse(row));
  return { edges: once(edges), said: once(said), endings: [...endings] };
}

console.log(JSON.stringify(files.map((file) => {
  try {
    return { issues: [], ...walked(fs.readFileSync(file, 'utf8')) };
  } catch (error) {
    return { issues: [String(error.message || error)] };
  }
})));
