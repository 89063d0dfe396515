import type { CallPurpose, ChatMessage, SpokenMessage } from '#shared/run/call.ts';
import type { BlobRef } from '#shared/run/output.ts';

/**
 * Building blocks of prompts. Instructions go into the system message, material into the user message inside named
 * sections, so that a text which happens to contain orders is still only a text.
 */

/** Most characters that a node's text should have, where the node keeps texts short. */
export const SHORT_TEXT_CHARACTERS = 2_500;

/** Longest detail of a purpose that a call may carry (shared/run/call.ts). */
const DETAIL_CHARACTERS = 20_000;

/** A named part of a user message. */
export function section(name: string, body: string): string {
  return `<${name}>\n${body.trim()}\n</${name}>`;
}

export interface PromptParts {
  /** Lines of instructions; joined by line breaks. */
  readonly system: readonly string[];
  /** Sections in order; empty ones leave no gap. */
  readonly user: readonly string[];
  /** A person's wish for this try, or null. */
  readonly guidance: string | null;
  /** Pictures to look at, before the words of the user message. */
  readonly pictures?: readonly BlobRef[] | undefined;
}

/** System and user message. Guidance becomes a section of its own at the end, where models weigh it most. */
export function buildMessages(parts: PromptParts): ChatMessage[] {
  const guidance = parts.guidance?.trim() ?? '';
  const user = [...parts.user];
  if (guidance !== '')
    user.push(
      'A person read an earlier result and asks for this now. Follow it.',
      section('guidance', guidance),
    );
  const system = parts.system.join('\n').trim();
  const content = user.filter((part) => part.trim() !== '').join('\n\n');
  const pictures = (parts.pictures ?? []).map(
    ({ blob, mediaType }) => ({ type: 'image', blob, mediaType }) as const,
  );
  // A picture alone is a whole message; words without a picture may be empty only where nothing was to be said.
  const words = content === '' && pictures.length > 0 ? [] : [{ type: 'text', text: content } as const];
  const asked: ChatMessage = { role: 'user', content: [...pictures, ...words] };
  return [...(system === '' ? [] : [message('system', system)]), asked];
}

function message(role: SpokenMessage['role'], text: string): ChatMessage {
  return { role, content: [{ type: 'text', text }] };
}

/** What a call is for; details that are empty are left out, long ones cut to what a call may carry. */
export function buildPurpose(
  task: string,
  subject: string,
  details: { readonly [name: string]: string } = {},
): CallPurpose {
  const kept = Object.entries(details)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, value.slice(0, DETAIL_CHARACTERS)] as const);
  return { task, subject, details: Object.fromEntries(kept) };
}
