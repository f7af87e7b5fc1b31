// What every npm script runs through: checks Node, installs and builds when needed, then hands over.
// Node built-ins only, because it runs before there are dependencies.
import { join } from 'node:path';
import { build, root } from './build.mjs';
import { check } from './check.mjs';
import { runNode } from './child.mjs';
import { install, isInstalled } from './install.mjs';
import { runTests } from './run-tests.mjs';

const COMMANDS = {
  start: (args) => runNode(join(root, 'dist/tools/start.js'), args),
  bench: (args) => runNode(join(root, 'dist/test/bench/bench.js'), args),
  faults: (args) => runNode(join(root, 'dist/test/faults/faults.js'), args),
  simulator: (args) => runNode(join(root, 'dist/apps/wechat-simulator/src/main.js'), args),
  access: (args) => runNode(join(root, 'dist/tools/access.js'), args),
  docs: (args) => runNode(join(root, 'dist/tools/generate-docs.js'), args),
  test: (args) => runTests(args),
  // One after the other: each is a load test, and waits for so long only.
  'test:long': (args) => runTests([...args, '--maxWorkers=1'], ['long']),
  check,
  build: () => 0,
};

async function main([name, ...args]) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Tongbu needs Node 20.19 or newer; this is ${process.versions.node}.`);
    return 1;
  }
  const command = COMMANDS[name];
  if (command === undefined) {
    console.error(`usage: node tools/bootstrap.mjs <${Object.keys(COMMANDS).join('|')}> [arguments]`);
    return 2;
  }
  if (!isInstalled()) {
    const code = await install();
    if (code !== 0) {
      console.error('npm could not install the dependencies; what it said is above.');
      return code;
    }
  }
  const problem = build();
  if (problem) {
    console.error(`the build failed:\n${problem}`);
    return 1;
  }
  return command(args);
}

process.exitCode = await main(process.argv.slice(2));
