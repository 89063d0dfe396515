import { LIMITS } from '../protocol/limits.ts';

/** Names of files of a run: they can be saved on every system, in any folder and in a zip. */

const RESERVED_SIGNS = /[\\/:*?"<>|]/;
/** Control characters, line separators, and what turns the direction of writing: `gpj.exe` would read as `exe.jpg`. */
const UNSEEN_SIGNS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Windows opens a device instead, whatever ending follows. */
const DEVICES = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Why a text cannot be a file's name, in words for people; null when it can. */
export function fileNameProblem(name: string): string | null {
  if (name === '') return 'Give the file a name.';
  if (name.length > LIMITS.fileNameCharacters)
    return `A file's name may have ${LIMITS.fileNameCharacters} characters. Shorten it.`;
  if (RESERVED_SIGNS.test(name))
    return 'A file\'s name cannot have any of / \\ : * ? " < > |. Take them out; files of a run lie in no folder.';
  if (UNSEEN_SIGNS.test(name))
    return 'This name has signs that cannot be seen. Type it anew instead of pasting it.';
  if (/^[\s.]|[\s.]$/.test(name)) return "A file's name cannot begin or end with a dot or a space.";
  if (DEVICES.test(name)) return 'Windows keeps this name for itself. Choose another one.';
  return null;
}

/** What makes two names one: case and composition do not tell files apart everywhere. */
export function fileNameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The name, or `name (2).ext`, `name (3).ext`… when it is taken; never longer than a name may be. */
export function distinctFileName(name: string, isTaken: (key: string) => boolean): string {
  const [, stem = name, ending = ''] = /^(.+?)(\.[^.]{1,16})?$/u.exec(name) ?? [];
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` (${number})`;
    const room = LIMITS.fileNameCharacters - suffix.length - ending.length;
    const candidate = `${shortened(stem, room)}${suffix}${ending}`;
    if (!isTaken(fileNameKey(candidate))) return candidate;
  }
}

/** At most so many UTF-16 units, no pair of them cut apart. */
function shortened(text: string, units: number): string {
  return text.length <= units
    ? text
    : text
        .slice(0, units)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd();
}
