import type { ImageCallRequest, ModelCallRequest, TextCallRequest } from '#shared/run/call.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { PlanModel } from '#shared/run/plan.ts';
import type { TurnWish } from '../node-kit/agent/agent-work.ts';
import type { PictureWish } from '../node-kit/types.ts';

/** A runner's wish for a model call, with what the plan says of the model. */

function planned(model: PlanModel | null): PlanModel {
  if (model !== null) return model;
  throw new WeftFailure(weftError('model-not-found', 'This node has no model. Pick one, then run again.'));
}

/** @throws WeftFailure when the plan gives the node no model */
export function textRequest(wish: TurnWish, planModel: PlanModel | null): TextCallRequest {
  const model = planned(planModel);
  const temperature = wish.temperature ?? model.temperature;
  const maxOutputTokens = wish.maxOutputTokens ?? model.maxOutputTokens;
  return {
    kind: 'text',
    provider: model.provider,
    model: model.model,
    messages: wish.messages,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(wish.responseFormat === undefined ? {} : { responseFormat: wish.responseFormat }),
    ...(wish.tools === undefined ? {} : { tools: wish.tools }),
    ...(wish.thinking === undefined ? {} : { thinking: wish.thinking }),
    ...parametersOf(model),
    purpose: wish.purpose,
  };
}

/** @throws WeftFailure when the plan gives the node no model */
export function imageRequest(wish: PictureWish, planModel: PlanModel | null): ImageCallRequest {
  const model = planned(planModel);
  const { prompt, negative, size, purpose } = wish;
  return {
    kind: 'image',
    provider: model.provider,
    model: model.model,
    prompt,
    ...(negative === undefined ? {} : { negative }),
    ...(size === undefined ? {} : { size }),
    ...parametersOf(model),
    purpose,
  };
}

function parametersOf({ parameters }: PlanModel): Pick<ModelCallRequest, 'parameters'> {
  return Object.keys(parameters).length === 0 ? {} : { parameters };
}
