import { z } from 'zod/mini';
import { LIMITS } from '#shared/protocol/limits.ts';
import { readPieceName } from '#shared/protocol/pictures.ts';
import type { ErrorCode, WeftError } from '#shared/run/errors.ts';
import type { FlowRequestType } from '../core/flow/flow-request.ts';
import { storageFailed } from '../core/handle-command.ts';
import { errorResponse, jsonResponse, REFUSALS } from './json-response.ts';
import type { PictureDesk, Taken } from './picture-desk.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';
import { servedBytes } from './served-bytes.ts';

type PictureRequestType = Extract<FlowRequestType, `pictures.${string}` | `kept.${string}`>;

/** A request about the flow's pictures: what it asks for, and of which. */
export interface PictureRequest {
  readonly type: PictureRequestType;
  readonly hash: string;
  readonly piece: { readonly offset: number; readonly total: number };
}

const HASH = /^[0-9a-f]{64}$/;
const NO_PIECE = { offset: 0, total: 0 };

/** `parts` = the path below the room; null when it is about something else, or malformed. */
export function readPictureRequest(method: string, parts: readonly string[]): PictureRequest | null {
  const [what = '', hash = '', last = ''] = parts;
  if (`${method} ${parts.join('/')}` === 'POST kept') return { type: 'kept.look', hash: '', piece: NO_PIECE };
  if (!HASH.test(hash) || parts.length > 3) return null;
  const piece = readPieceName(last);
  if (method === 'PUT' && what === 'pictures' && piece !== null) return { type: 'pictures.put', hash, piece };
  switch (`${method} ${what}${last && `/${last}`}`) {
    case 'GET pictures':
      return { type: 'pictures.get', hash, piece: NO_PIECE };
    case 'GET pictures/upload':
      return { type: 'pictures.upload', hash, piece: NO_PIECE };
    case 'GET kept':
      return { type: 'kept.get', hash, piece: NO_PIECE };
    case 'PUT kept':
      return { type: 'kept.put', hash, piece: NO_PIECE };
    default:
      return null;
  }
}

/** Answers whoever may ask this. */
export async function answerPictureRequest(
  desk: PictureDesk,
  http: BodySource,
  { type, hash, piece }: PictureRequest,
): Promise<Response> {
  await desk.ready();
  switch (type) {
    case 'pictures.get':
    case 'kept.get': {
      const bytes = await desk.get(hash);
      return bytes === null ? REFUSALS.notFound() : servedBytes(bytes, 'for-ever');
    }
    case 'pictures.upload':
      return jsonResponse(desk.uploaded(hash));
    case 'pictures.put': {
      const bytes = await readBody(http, LIMITS.picturePieceBytes);
      if (bytes === null) return REFUSALS.tooLarge();
      return take(() => desk.takePiece(hash, { ...piece, bytes }));
    }
    case 'kept.put': {
      const bytes = await readBody(http, LIMITS.blobBytes);
      return bytes === null ? REFUSALS.tooLarge() : take(() => desk.takeWhole(hash, bytes));
    }
    case 'kept.look':
      return look(desk, http);
    default:
      return type satisfies never;
  }
}

async function take(work: () => Promise<Taken>): Promise<Response> {
  const taken = await work().catch(() => null);
  if (taken === null) return errorResponse(503, storageFailed());
  return taken.ok ? jsonResponse(taken.state) : refused(taken.error);
}

const STATUS: { readonly [code in ErrorCode]?: number } = {
  'not-a-picture': 422,
  'upload-broken': 422,
  'picture-too-large': 413,
  'pictures-full': 409,
  'rate-limited-here': 429,
};

function refused(error: WeftError): Response {
  return errorResponse(STATUS[error.code] ?? 400, error);
}

const lookSchema = z.object({
  hashes: z.array(z.string().check(z.regex(HASH))).check(z.maxLength(1_000)),
});

/** Sizes of those among these pictures that the flow keeps. */
async function look(desk: PictureDesk, http: BodySource): Promise<Response> {
  const body = await readBody(http, LIMITS.frameBytes);
  const parsed = lookSchema.safeParse(body && parseJson(body));
  if (!parsed.success) return REFUSALS.badRequest();
  const sizes = parsed.data.hashes.flatMap((hash) => {
    const bytes = desk.sizeOf(hash);
    return bytes === null ? [] : [[hash, bytes] as const];
  });
  return jsonResponse({ sizes });
}
