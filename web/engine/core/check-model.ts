import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { JsonObject } from '#shared/json.ts';
import { modelSettingProblem } from './model-setting-problem.ts';
import type { ResolvedModel } from './resolve-model.ts';

/**
 * Why no call can be made with this model, or not with what the node's config sets of it; null when one can, or when
 * only the provider can tell. `own` = fields of the node's form, which count instead of the model's.
 */
export function checkModel(
  resolved: ResolvedModel,
  config: JsonObject,
  own: readonly { readonly key: string }[] = [],
): WeftError | null {
  const words = modelSettingProblem(resolved, config, own);
  return (
    standing(resolved) ?? (words === null ? null : weftError('invalid-config', words, { field: 'model' }))
  );
}

function standing(resolved: ResolvedModel): WeftError | null {
  const providerId = resolved.provider;
  switch (resolved.status) {
    case 'ready':
    case 'unknown-model':
      return null;
    case 'missing-key':
      return weftError(
        'missing-key',
        `There is no key for ${resolved.providerLabel}. Add the key, or run with the demo.`,
        { providerId, field: 'model' },
      );
    case 'not-configured':
      return weftError(
        'missing-key',
        `${resolved.providerLabel} is not set up on this relay. Pick another provider, or run with the demo.`,
        { providerId, field: 'model' },
      );
    case 'unknown-provider':
      return weftError(
        'model-not-found',
        `This relay has no provider “${resolved.provider}”. Pick another one, or run with the demo.`,
        { providerId, field: 'model' },
      );
    case 'no-model':
      return weftError('model-not-found', 'No model is chosen. Pick one, or run with the demo.', {
        field: 'model',
      });
    case 'no-tools':
      return weftError(
        'invalid-config',
        `${resolved.modelLabel} cannot call tools. Pick another model, or turn the agent's tools off.`,
        { field: 'model' },
      );
    default:
      return resolved.status satisfies never;
  }
}
