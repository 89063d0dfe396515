import { z } from 'zod';
import type { CallStreamEvent, ImageCallRequest } from '#shared/run/call.ts';
import { CallFailed } from '../call-failed.ts';
import { inWords } from '../call-limits.ts';
import { paid, pictureBytes } from '../picture-answer.ts';
import { aspectRatio, withNegative } from '../picture-size.ts';
import type { PictureContext } from '../types.ts';

/**
 * FLUX Kontext on Fireworks: handing in answers with an id and is what is paid; then one asks until the picture is there.
 * The id is kept before the first question, so that a relay that was killed meanwhile goes on asking
 * (docs.fireworks.ai, "Generate or edit an image with FLUX.1 Kontext" and "Get generated image").
 */

const submittedSchema = z.object({ request_id: z.string().min(1).max(1_000) });
const resultSchema = z.object({
  status: z.string(),
  result: z.object({ sample: z.string().optional() }).nullish().catch(undefined),
});

export async function* paint(
  request: ImageCallRequest,
  context: PictureContext,
): AsyncGenerator<CallStreamEvent> {
  const address = `${context.baseUrl}/workflows/accounts/fireworks/models/${encodeURIComponent(request.model)}`;
  const id = context.ticket ?? (await handIn(address, request, context));
  const sample = await waitFor(`${address}/get_result`, id, context);
  if (sample === null) return;
  const answer = /^https?:|^data:/.test(sample) ? { url: sample } : { base64: sample };
  const bytes = await pictureBytes(answer, context.followUps);
  yield { type: 'picture', mediaType: 'image/jpeg', bytes };
  yield { type: 'finished', reason: 'stop' };
}

/** @returns the id under which it is asked for. */
async function handIn(address: string, request: ImageCallRequest, context: PictureContext): Promise<string> {
  const submitted = await context.fetch(address, post(context, bodyOf(request, context)));
  const { request_id: id } = submittedSchema.parse(await submitted.json());
  await context.keepTicket(id);
  return id;
}

function bodyOf({ prompt, negative, size }: ImageCallRequest, { parameters }: PictureContext): object {
  return {
    ...parameters,
    prompt: withNegative(prompt, negative),
    ...(size === undefined ? {} : { aspect_ratio: aspectRatio(size) }),
  };
}

function post({ apiKey }: PictureContext, body: object): RequestInit {
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

/**
 * Asks until the picture is there. A question that is lost is asked again: it costs nothing.
 * @returns null when the call was stopped
 * @throws CallFailed provider-refused (moderated), provider-error (failed), deadline-total (asked often enough)
 */
async function waitFor(address: string, id: string, context: PictureContext): Promise<string | null> {
  const { followUps } = context;
  for (let poll = 0; poll < followUps.polls; poll += 1) {
    if (!(await followUps.pause())) return null;
    const answer = await ask(address, id, context);
    const sample = answer === null ? null : sampleOf(answer);
    if (sample !== null) return sample;
  }
  const detail = inWords(followUps.patienceMs);
  throw new CallFailed({ code: 'deadline-total', outcome: 'unknown', retry: 'ask', detail });
}

type Result = z.infer<typeof resultSchema>;

/** @returns null when the answer was lost or is none */
async function ask(address: string, id: string, context: PictureContext): Promise<Result | null> {
  try {
    const response = await context.followUps.fetch(address, post(context, { id }));
    return resultSchema.safeParse(await response.json()).data ?? null;
  } catch (caught) {
    if (caught instanceof CallFailed && caught.failure.outcome === 'aborted') throw caught;
    // A key that was refused after the picture was handed in will not be taken the next time either.
    if (caught instanceof CallFailed && caught.failure.code === 'key-refused') throw paid(caught);
    return null;
  }
}

/** @returns null while it is at work. @throws CallFailed at each of the three bad ends */
function sampleOf({ status, result }: Result): string | null {
  switch (status) {
    case 'Ready':
      if (result?.sample) return result.sample;
      throw new CallFailed({ code: 'provider-malformed', outcome: 'error', retry: 'ask' });
    case 'Request Moderated':
    case 'Content Moderated':
      throw new CallFailed({ code: 'provider-refused', outcome: 'error', retry: 'never' });
    case 'Error':
      throw new CallFailed({ code: 'provider-error', outcome: 'error', retry: 'ask' });
    default:
      // "Pending", and "Task not found" while the id has not got round yet.
      return null;
  }
}
