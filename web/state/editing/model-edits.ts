import type { FlowSettings } from '#shared/graph/document.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { modelChoice } from '../../engine/core/resolve-model.ts';
import type { EditorCore } from './editor-core.ts';

export interface ModelPick {
  readonly provider: string;
  /** Left out = the provider's default for this kind of node. */
  readonly model?: string | undefined;
}

/** Which model a node, or the flow, uses. A new provider brings its default model, a new model its default parameters. */
export function createModelEdits(core: EditorCore) {
  function write(nodeId: string, model: JsonObject | undefined, merge?: string): void {
    core.edit('Change model', (writer) => writer.setConfig(nodeId, 'model', model), { merge });
  }

  function defaultModel(nodeId: string, providerId: string): string | undefined {
    const node = core.lookups().nodeById.get(nodeId);
    const kind = node && core.lookups().definitions.get(node.type)?.model?.kind;
    const provider = core.providers().find((candidate) => candidate.id === providerId);
    return (
      kind && (provider?.defaultModels[kind] ?? provider?.models.find((m) => m.kinds.includes(kind))?.id)
    );
  }

  const choiceOf = (nodeId: string) => modelChoice(core.lookups().nodeById.get(nodeId)?.config ?? {});

  return Object.freeze({
    /** null = back to the node type's or the flow's default. */
    setModel(nodeId: string, pick: ModelPick | null): void {
      const { temperature, maxOutputTokens } = choiceOf(nodeId);
      const kept = withoutUndefined({ temperature, maxOutputTokens });
      if (pick === null) return write(nodeId, Object.keys(kept).length === 0 ? undefined : kept);
      const model = pick.model ?? defaultModel(nodeId, pick.provider);
      const before = choiceOf(nodeId);
      if (before.provider === pick.provider && before.model === model) return;
      write(nodeId, withoutUndefined({ provider: pick.provider, model, ...kept }));
    },
    /** One value of the model's own parameter form; undefined = its default. */
    setParameter(nodeId: string, key: string, value: JsonValue | undefined): void {
      const choice = choiceOf(nodeId);
      const parameters = withoutUndefined({ ...choice.parameters, [key]: value });
      write(nodeId, withoutUndefined({ ...choice, parameters }), `parameter ${nodeId} ${key}`);
    },
    /** Temperature or output limit of the node; null = the default. */
    setModelOption(nodeId: string, key: 'temperature' | 'maxOutputTokens', value: number | null): void {
      const choice = withoutUndefined({ ...choiceOf(nodeId), [key]: value ?? undefined });
      write(nodeId, Object.keys(choice).length === 0 ? undefined : choice, `option ${nodeId} ${key}`);
    },
    setSettings(patch: Partial<FlowSettings>): void {
      const changesProvider = 'defaultProvider' in patch && !('defaultModel' in patch);
      core.edit('Change flow settings', (writer) =>
        writer.patchSettings(changesProvider ? { ...patch, defaultModel: undefined } : patch),
      );
    },
  });
}

function withoutUndefined(value: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
