import type { ModelDescription } from '#shared/protocol/providers.ts';
import type { ModelCallRequest, TextCallRequest } from '#shared/run/call.ts';

/** Why a listed model cannot do what is asked, in words for people; null = it can, or nobody knows. */
export function cannotDo(request: ModelCallRequest, model: ModelDescription | null): string | null {
  if (request.kind !== 'text' || (request.tools ?? []).length === 0 || model?.tools !== false) return null;
  return `“${model.label}” cannot call tools.`;
}

/** A model that is known not to think answers without it, with no room set aside. */
export function asModelCan(request: TextCallRequest, model: ModelDescription | null): TextCallRequest {
  return model?.thinking === false && request.thinking !== undefined
    ? { ...request, thinking: undefined }
    : request;
}
