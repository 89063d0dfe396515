import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs';

/** A log that has grown to this many bytes is put aside and a new one begun; the one before that is lost. */
const ROTATE_ABOVE_BYTES = 5 * 1024 * 1024;
const TAIL_LINES = 12;

// What partykit's terminal interface writes between the lines.
const TERMINAL_CODES = new RegExp(String.raw`\u001b\[[0-9;?]*[A-Za-z]`, 'g');
/** partykit looks for the inspector that is switched off (loopback-preload.mjs) and says that it is not there. */
const EXPECTED =
  /retrieve debugger URL|ECONNREFUSED|TCPConnectWrap|errno:|syscall:|\[cause\]|^\s*(code|address|port): |^\s*[{}],?$/;
const SERVED_REQUEST = /^\[pk:inf\]/;
/** The supervisor's own questions, one every two seconds. */
const HEALTH_CHECK = /^\[pk:inf\] GET \/health 200/;
const TROUBLE = /\b(error|warn|warning|uncaught|fatal|exception)\b|\[pk:(err|wrn)\]|✘|▲/i;

/** The output of the relay's processes: redacted, in a file, with only the troubling lines passed on. */
export type RelayLog = {
  readonly file: string;
  write(text: string): void;
  /** The last lines, for a message that says why a start failed. */
  tail(): string;
};

/** @param onTrouble gets each line that looks like a warning or an error, already redacted. */
export function createRelayLog(options: {
  file: string;
  redact: (text: string) => string;
  onTrouble: (line: string) => void;
}): RelayLog {
  let bytes = sizeOf(options.file);
  const lastLines: string[] = [];
  let unfinished = '';
  const writeLine = (line: string) => {
    if (HEALTH_CHECK.test(line)) return;
    if (bytes > ROTATE_ABOVE_BYTES) {
      renameSync(options.file, `${options.file}.1`);
      bytes = 0;
    }
    appendFileSync(options.file, `${line}\n`, { mode: 0o600 });
    bytes += Buffer.byteLength(line) + 1;
    if (EXPECTED.test(line)) return;
    lastLines.push(line);
    if (lastLines.length > TAIL_LINES) lastLines.shift();
    if (TROUBLE.test(line) && !SERVED_REQUEST.test(line)) options.onTrouble(line);
  };
  return Object.freeze({
    file: options.file,
    tail: () => lastLines.join('\n'),
    // Whole lines only: a key cut in two by a chunk's end would escape the redaction.
    write(text: string) {
      const lines = (unfinished + text).replace(TERMINAL_CODES, '').split('\n');
      unfinished = lines.pop() ?? '';
      lines.filter((line) => line.trim() !== '').forEach((line) => writeLine(options.redact(line)));
    },
  });
}

function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
