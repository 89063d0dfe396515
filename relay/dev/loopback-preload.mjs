/**
 * Loaded with `node --import` into the `partykit dev` process, before any of its code.
 *
 * partykit 0.0.115 opens every listener on all interfaces and starts a debugger that anyone who reaches it can
 * read keys with. This file takes that back without touching node_modules:
 *  - every listener of the Node process, and esbuild's file server, moves to the loopback address;
 *  - workerd listens on WEFT_LISTEN_HOST (loopback unless the operator says otherwise);
 *  - workerd starts without its inspector; miniflare is told the inspector is up, so that it goes on.
 * It also starts a killed workerd again at once (partykit does not), tells the supervisor over the IPC channel
 * which process is workerd and when it ends, and takes workerd down with this process. It goes away when the relay moves to a host that listens where it is told.
 */
import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createRequire, Module } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { PassThrough } from 'node:stream';

const LOOPBACK = '127.0.0.1';
const CRASH_WINDOW_MS = 20_000;
const CRASHES_ALLOWED = 4;
const listenHost = process.env.WEFT_LISTEN_HOST || LOOPBACK;

keepNodeListenersLocal();
keepEsbuildLocal();
watchWorkerd();

function keepNodeListenersLocal() {
  const listen = net.Server.prototype.listen;
  net.Server.prototype.listen = function listenOnLoopback(...args) {
    const [first, second, ...rest] = args;
    if (first !== null && typeof first === 'object' && 'port' in first) {
      return listen.call(this, { ...first, host: LOOPBACK }, second, ...rest);
    }
    if (typeof first !== 'number') return listen.apply(this, args);
    // `listen(port)` without a host is partykit's debugger proxy: any free port, so that two relays never meet on 9229.
    if (typeof second !== 'string') return listen.call(this, { port: 0, host: LOOPBACK }, second);
    return listen.call(this, first, LOOPBACK, ...rest);
  };
}

function keepEsbuildLocal() {
  const require = createRequire(path.resolve(process.argv[1] ?? ''));
  const esbuildPath = require.resolve('esbuild');
  const esbuild = require(esbuildPath);
  const context = async (options) => {
    const built = await esbuild.context(options);
    const serve = built.serve.bind(built);
    built.serve = (serveOptions = {}) => serve({ ...serveOptions, host: LOOPBACK });
    return built;
  };
  // esbuild's exports are getters that cannot be redefined, and Node remembers the exports of a module that
  // `import` has yet to see: put a whole new module in its place.
  const replacement = new Module(esbuildPath);
  Object.assign(replacement, { filename: esbuildPath, loaded: true, exports: { ...esbuild, context } });
  require.cache[esbuildPath] = replacement;
}

/** Gives miniflare a stand-in for workerd behind which a killed workerd is started again on the same port. */
function watchWorkerd() {
  const spawn = childProcess.spawn;
  const running = new Set();
  childProcess.spawn = function spawnWatched(command, args, options) {
    const isWorkerd =
      Array.isArray(args) && args[0] === 'serve' && args.some((arg) => arg.startsWith('--socket-addr='));
    if (!isWorkerd) return spawn.call(this, command, args, options);
    return createLastingWorkerd(() => spawn.call(this, command, withSafeAddresses(args), options), running);
  };
  const endAll = () => running.forEach((workerd) => workerd.kill('SIGKILL'));
  process.on('exit', endAll);
  process.on('disconnect', () => {
    endAll();
    process.exit(1);
  });
}

/** The parts of a ChildProcess that miniflare 3 uses: stdin, stdout, stderr, the control pipe, kill and `exit`. */
function createLastingWorkerd(start, running) {
  const facade = new EventEmitter();
  const [stdin, stdout, stderr, control] = [0, 1, 2, 3].map(() => new PassThrough());
  Object.assign(facade, { stdin, stdout, stderr, stdio: [stdin, stdout, stderr, control] });
  // workerd starts without the inspector that miniflare waits for on the control pipe.
  control.write('{"event":"listen-inspector","port":1}\n');
  const configuration = [];
  const startTimes = [];
  let workerd;
  let unwanted = false;

  const run = () => {
    startTimes.push(Date.now());
    workerd = start();
    running.add(workerd);
    const { pid } = workerd;
    workerd.stdout.on('data', (chunk) => stdout.write(chunk));
    workerd.stderr.on('data', (chunk) => stderr.write(chunk));
    workerd.stdio[3].on('data', (chunk) => control.write(chunk));
    // A workerd that dies before it has read its configuration is reported by `exit`.
    workerd.stdin.on('error', () => {});
    workerd.stdin.end(Buffer.concat(configuration));
    workerd.once('exit', (code, signal) => ended(workerd, pid, code, signal));
    tellSupervisor({ type: 'workerd.started', pid });
  };
  const ended = (process_, pid, code, signal) => {
    running.delete(process_);
    tellSupervisor({ type: 'workerd.ended', pid, code, signal, wanted: unwanted });
    if (unwanted) facade.emit('exit', code, signal);
    // A workerd that keeps dying is the supervisor's to judge: it starts everything again, more and more slowly.
    else if (startTimes.filter((at) => Date.now() - at < CRASH_WINDOW_MS).length > CRASHES_ALLOWED)
      process.exit(1);
    else run();
  };
  facade.kill = (signal) => {
    unwanted = true;
    return workerd ? workerd.kill(signal) : facade.emit('exit', 0, null);
  };
  stdin.on('data', (chunk) => configuration.push(chunk));
  stdin.on('end', run);
  return facade;
}

function withSafeAddresses(args) {
  return args
    .filter((arg) => !arg.startsWith('--inspector-addr='))
    .map((arg) =>
      arg.replace(/^(--socket-addr=[^=]+=)(?:0\.0\.0\.0|\*|\[::\]|localhost):/, `$1${urlHost(listenHost)}:`),
    );
}

function urlHost(host) {
  return host.includes(':') ? `[${host}]` : host;
}

function tellSupervisor(message) {
  if (process.connected) process.send(message, () => {});
}
