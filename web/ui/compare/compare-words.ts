import type { RunSummary } from '#shared/protocol/messages.ts';
import type { ComparedRun, ComparedStep, StepComparison } from '../../engine/core/comparison.ts';
import { count, duration, money, plural } from '../run/format.ts';
import { starterWords } from '../run/who-words.ts';

/** One figure of both runs. */
export interface FigureRow {
  readonly label: string;
  readonly one: string;
  readonly other: string;
  /** How the right one differs; '' = it does not, or one cannot say. */
  readonly change: string;
}

/** What both runs took, one figure a row. */
export function figureRows(one: ComparedRun, other: ComparedRun): readonly FigureRow[] {
  return [
    { label: 'Time', ...both(one.elapsedMs, other.elapsedMs, duration) },
    cost(one, other),
    { label: 'Tokens', ...both(tokens(one), tokens(other), count) },
    { label: 'Model calls', ...both(one.calls, other.calls, count) },
    { label: 'Steps', ...both(one.steps, other.steps, count) },
    { label: 'Failed', ...both(one.failed, other.failed, count) },
  ].filter(({ label, one: left, other: right }) => label !== 'Failed' || left !== '0' || right !== '0');
}

const tokens = ({ inputTokens, outputTokens }: ComparedRun): number => inputTokens + outputTokens;

function both(one: number, other: number, words: (value: number) => string) {
  return { one: words(one), other: words(other), change: changeWords(other - one, words) };
}

/** "+0.4 s", "−12"; '' where the words of both would be the same. */
function changeWords(by: number, words: (value: number) => string): string {
  const size = words(Math.abs(by));
  return by === 0 || size === words(0) ? '' : `${by > 0 ? '+' : '−'}${size}`;
}

/** Where a price is not known there is no saying by how much they differ. */
function cost(one: ComparedRun, other: ComparedRun): FigureRow {
  const isKnown = one.unknownCost === 0 && other.unknownCost === 0;
  const words = ({ microUsd, unknownCost, demo }: ComparedRun) =>
    demo ? 'Demo' : money(microUsd, { unknownCalls: unknownCost });
  return {
    ...{ label: 'Cost', one: words(one), other: words(other) },
    change: isKnown ? changeWords(other.microUsd - one.microUsd, money) : '',
  };
}

export type StepDifference = 'same' | 'changed' | 'only-one' | 'only-other';

export function differenceOf({ one, other, fields, isResultChanged }: StepComparison): StepDifference {
  if (one === null) return 'only-other';
  if (other === null) return 'only-one';
  return isResultChanged || fields.length > 0 ? 'changed' : 'same';
}

/** What differs, in a few words; `names` = of the two runs. */
export function differenceWords(step: StepComparison, names: readonly [string, string]): string {
  const difference = differenceOf(step);
  switch (difference) {
    case 'only-one':
      return `Only in ${names[0]}`;
    case 'only-other':
      return `Only in ${names[1]}`;
    case 'same':
      return 'Same';
    case 'changed':
      if (step.fields.length === 0) return 'Other result';
      return step.isResultChanged ? 'Other settings and result' : 'Other settings, same result';
    default:
      return difference satisfies never;
  }
}

/** "2 of 5 steps differ", "All 5 steps are the same". */
export function sumWords(steps: readonly StepComparison[]): string {
  const differ = steps.filter((step) => differenceOf(step) !== 'same').length;
  if (steps.length === 0) return 'Neither run has a step.';
  if (differ === 0)
    return steps.length === 1
      ? 'The one step is the same.'
      : `All ${count(steps.length)} steps are the same.`;
  return `${count(differ)} of ${plural(steps.length, 'step')} ${differ === 1 ? 'differs' : 'differ'}.`;
}

/** "0.4 s, $0.0012"; '' for what took nothing. */
export function stepFigures({ ms, microUsd, unknownCost }: ComparedStep): string {
  const parts = [
    ...(ms === null ? [] : [duration(ms)]),
    ...(microUsd === null ? [] : [money(microUsd, { unknownCalls: unknownCost ? 1 : 0 })]),
  ];
  return parts.join(', ');
}

const PARTS: { readonly [key: string]: string } = {
  text: 'Text',
  json: 'JSON',
  personaName: 'Character’s name',
  personaDescription: 'Character',
  replacePrompt: 'Prompt instead',
  injectedPrompt: 'Prompt with the characters',
  guidance: 'Guidance',
  exit: 'Way it went on',
};

/** What a part of an output is called. */
export const partLabel = (key: string): string => PARTS[key] ?? key;

/** "Run 3 by Ada, Nov 21, 12:04". `ownId` = who sits here. */
export function runLabel(run: RunSummary, when: Intl.DateTimeFormat, ownId: string | null): string {
  return `Run ${run.number} by ${starterWords(run, ownId)}, ${when.format(run.startedAt)}`;
}
