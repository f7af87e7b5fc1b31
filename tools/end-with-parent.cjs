// Loaded before a program that must not outlive the process that started it: the channel closes when that one ends.
// Test workers inherit this file, and have a parent of their own that looks after them.
if (process.channel && process.env.JEST_WORKER_ID === undefined) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
