// Plays Ink stories in inkjs, every choice at every node once, and writes down what was seen.
// node walk_ink.js NODE_MODULES FILE...
const fs = require('fs');
const [modules, ...files] = process.argv.slice(2);
const { Compiler, CompilerOptions, Story } = require(`${modules}/inkjs/dist/ink-full.js`);

const tagged = (tags, name) =>
  (tags || []).filter((tag) => tag.startsWith(`${name}: `)).map((tag) => tag.slice(name.length + 2))[0];

function compiled(file) {
  const issues = [];
  const noted = (message) => issues.push(message);
  const options = new CompilerOptions(null, [], false, noted);
  const compiler = new Compiler(fs.readFileSync(file, 'utf8'), options);
  try {
    return { issues, json: compiler.Compile().ToJson() };
  } catch (error) {
    if (!issues.length) throw error;
    return { issues };
  }
}

function walked(json) {
  const story = new Story(json);
  const problems = [];
  story.onError = (message) => problems.push(message);
  const edges = [], said = [], endings = new Set(), done = new Set();
  const told = (from, text) => {
    let at = from;
    while (story.canContinue) {
      const spoken = story.Continue().trim();
      const tags = story.currentTags;
      const node = tagged(tags, 'node');
      if (node) {
        edges.push([at, text, node]);
        [at, text] = [node, ''];
      }
      if (spoken) said.push([at, tagged(tags, 'key'), tagged(tags, 'speaker') || '', spoken]);
    }
    return at;
  };
  const start = told('', '');
  const stack = [[start, story.state.toJson()]];
  while (stack.length) {
    const [at, state] = stack.pop();
    story.state.LoadJson(state);
    const choices = story.currentChoices.map((choice) => choice.text);
    if (!choices.length) endings.add(at);
    for (const { text, tags } of story.currentChoices) said.push([at, tagged(tags, 'key'), '', text]);
    choices.forEach((text, index) => {
      if (done.has(JSON.stringify([at, text]))) return;
      done.add(JSON.stringify([at, text]));
      story.state.LoadJson(state);
      story.ChooseChoiceIndex(index);
      const next = told(at, text);
      const returned = /^(extra|repair)_/.test(next);
      const left = story.currentChoices.map((choice) => choice.text).join('\n');
      if (returned && left !== choices.filter((_, other) => other !== index).join('\n'))
        problems.push(`${next} doesn't lead back to ${at}`);
      stack.push([returned ? at : next, story.state.toJson()]);
    });
  }
  return { edges, said, endings: [...endings], problems };
}

console.log(JSON.stringify(files.map((file) => {
  const { issues, json } = compiled(file);
  return issues.length ? { issues } : { issues, ...walked(json) };
})));
