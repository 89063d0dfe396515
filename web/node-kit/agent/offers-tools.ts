import type { JsonObject } from '#shared/json.ts';

/**
 * Whether an agent with this form offers tools whatever is wired to it. Those that read what comes in and that run
 * steps follow the threads; the relay refuses a model that cannot call them when it is asked.
 */
export function offersTools({
  notes = 'allow',
  people,
  files = 'off',
  network = 'off',
}: JsonObject): boolean {
  return people === true || [notes, files, network].some((leave) => leave !== 'off');
}
