import type { WeftError } from '#shared/run/errors.ts';

/** A failure as a banner says it: what happened as the title, what to do below it. */
export function noticeWords({ message }: Pick<WeftError, 'message'>): {
  readonly title: string;
  readonly text: string | undefined;
} {
  const end = message.search(/[.;] /);
  if (end === -1) return { title: message, text: undefined };
  return { title: message.slice(0, end + 1), text: message.slice(end + 2) };
}
