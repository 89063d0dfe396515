import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs';

/** Above this size the log of the last runs is put aside at the next start, in bytes. */
const ROTATE_ABOVE_BYTES = 5 * 1024 * 1024;
const TAIL_LINES = 12;

// What partykit's terminal interface writes between the lines.
const TERMINAL_CODES = new RegExp(String.raw`\u001b\[[0-9;?]*[A-Za-z]`, 'g');
/** partykit looks for the inspector that is switched off (loopback-preload.mjs) and says that it is not there. */
const EXPECTED =
  /retrieve debugger URL|ECONNREFUSED|TCPConnectWrap|errno:|syscall:|\[cause\]|^\s*(code|address|port): |^\s*[{}],?$/;
const SERVED_REQUEST = /^\[pk:inf\]/;
const TROUBLE = /\b(error|warn|warning|uncaught|fatal|exception)\b|✘|▲/i;

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
  rotate(options.file);
  const lastLines: string[] = [];
  let unfinished = '';
  const writeLine = (line: string) => {
    appendFileSync(options.file, `${line}\n`, { mode: 0o600 });
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

function rotate(file: string): void {
  if (existsSync(file) && statSync(file).size > ROTATE_ABOVE_BYTES) renameSync(file, `${file}.1`);
}
