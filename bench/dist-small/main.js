import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMissed } from "./harness.js";
import { table } from "./report.js";
import { allScenarios } from "./scenarios.js";
const resultsPath = fileURLToPath(new URL('results.json', import.meta.url));
const usage = `Measures the promised numbers on this machine. Exit code 1 when one is missed, 2 for a wrong call.

  npm run bench                      all of them
  npm run bench -- <name> …          only these
  npm run bench -- --json            results as JSON on the standard output, progress on the other one
  npm run bench -- --no-clone        without the fresh clone
`;
function select(scenarios, names, without) {
    const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
    if (unknown.length > 0)
        throw new TypeError(`There is no ${unknown.join(', ')} to measure.`);
    return scenarios.filter(({ name }) => (names.length === 0 || names.includes(name)) && !without.includes(name));
}
async function measureOne({ name, about, measure }) {
    console.error(`${name}: ${about} …`);
    const [before = 0] = loadavg();
    const figures = await measure();
    const [after = 0] = loadavg();
    return { scenario: name, load: { before, after }, figures };
}
function textOf({ scenario, load, figures }) {
    return `${scenario} (load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after)\n${table(figures)}`;
}
async function main(selected, asJson) {
    const results = [];
    for (const scenario of selected)
        results.push(await measureOne(scenario));
    const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
    const json = JSON.stringify({ at: new Date().toISOString(), machine, results }, null, 2);
    writeFileSync(resultsPath, `${json}\n`);
    console.log(asJson ? json : `\n${results.map(textOf).join('\n\n')}\n\nAlso in ${resultsPath}`);
    if (results.some(({ figures }) => figures.some(isMissed)))
        process.exitCode = 1;
}
const { scenarios, close } = allScenarios();
function help() {
    return `${usage}\n${scenarios.map(({ name, about }) => `  ${name.padEnd(12)}${about}`).join('\n')}`;
}
/** What was asked for; says what is wrong with it, if anything, and gives nothing then. */
function call() {
    try {
        const { values, positionals } = parseArgs({
            allowPositionals: true,
            options: {
                help: { type: 'boolean', short: 'h', default: false },
                json: { type: 'boolean', default: false },
                'no-clone': { type: 'boolean', default: false },
            },
        });
        if (!values.help) {
            return { selected: select(scenarios, positionals, values['no-clone'] ? ['clone'] : []), asJson: values.json };
        }
        console.log(help());
    }
    catch (error) {
        if (!(error instanceof TypeError))
            throw error;
        console.error(`${error.message}\n\n${help()}`);
        process.exitCode = 2;
    }
    return undefined;
}
// An end in the middle of a measurement removes what has to be removed, too.
for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void close().finally(() => process.exit(1)));
}
const asked = call();
try {
    if (asked)
        await main(asked.selected, asked.asJson);
}
finally {
    await close();
}
//# sourceMappingURL=main.js.map