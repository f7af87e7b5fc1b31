// Loaded into a service whose memory is measured: each SIGUSR2 makes it collect its garbage, so that what is left is what it
// needs. When Node does so by itself depends on much else than on what it has to remember.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => collect());
