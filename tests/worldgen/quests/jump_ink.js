// Agrees to a quest, as a game that looks after mishaps itself, and goes to a knot by name.
// node jump_ink.js NODE_MODULES FILE KNOT
const fs = require('fs');
const [modules, file, knot] = process.argv.slice(2);
const { Compiler } = require(`${modules}/inkjs/dist/ink-full.js`);
const story = new Compiler(fs.readFileSync(file, 'utf8')).Compile();
const choices = () => story.currentChoices.map((choice) => choice.text);

story.variablesState.$('meanwhile', false);
story.ContinueMaximally();
story.ChooseChoiceIndex(0);
story.ContinueMaximally();
const before = choices();
story.ChoosePathString(knot);
const said = story.Continue().trim();
const tags = story.currentTags;
story.ContinueMaximally();
console.log(JSON.stringify({ before, said, tags, after: choices() }));
