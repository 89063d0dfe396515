import { readFile } from 'node:fs/promises';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { twoBranches } from '../fixtures/flows.ts';
import { createHomePage } from './pages/home-page.ts';
import { expect, test } from './pages/keyed-test.ts';
import { createRunPagePart } from './pages/run-page.ts';
import { CANARY_KEY } from './pages/canary-key.ts';

const LONG = Array.from({ length: 4_000 }, (_, index) => `word${index}`).join(' ');

function foldOf(text: string) {
  const entries = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogEntry | { readonly blob: string })
    .filter((line): line is LogEntry => !('blob' in line));
  return foldEntries(emptyRun(entries[0]?.runId ?? ''), entries);
}

test('J11 [RP8] [SE1] a run goes out as a file and comes in as the same run in another browser, long outputs included, without a key', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('long', 'ok', { text: LONG, delayInMs: 0 });
  await home.openFlow(twoBranches({ polish: 'mistral/long' }));
  await editor.run();
  await editor.expectOutcome('Done');
  await page.getByRole('tab', { name: /^Runs/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export run 1' }).click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).not.toContain(CANARY_KEY);

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const reader = await other.newPage();
  await createHomePage(reader).openText(text, 'two-branches.run.jsonl');
  const run = createRunPagePart(reader);
  await expect(reader.getByRole('heading', { level: 1, name: 'Two branches' })).toBeVisible();
  await run.expectOutcome('Finished');
  await expect(reader).toHaveURL(/\/r\/local\/[\w-]+$/);
  await expect(run.output('Result')).toContainText('4,000 words');
  await expect(run.output('Result')).toContainText('word3999');
  await run.step('Polish').click();
  await expect(run.step('Result')).toContainText('not yet');

  await reader.reload();
  await run.expectOutcome('Finished');
  const again = await readFile(await (await run.save()).path(), 'utf8');
  expect(again).toBe(text);
  expect(foldOf(again)).toEqual(foldOf(text));
  await other.close();
});

test('J11 [RP8] a file that is no run is refused with the reason and the line, and nothing is opened', async ({
  page,
  home,
}) => {
  const broken = [
    { text: 'Dear diary', words: /not a run: line 1 is not JSON from column 1/ },
    { text: '{"type":"party","data":{},"seq":1}', words: /not a run: line 1 is no entry/ },
    { text: '', words: /not a run: there is nothing in it/ },
  ];
  for (const { text, words } of broken) {
    await home.openText(text, 'mine.run.jsonl');
    await expect(page.getByText('This file was not opened')).toBeVisible();
    await expect(page.getByText(words)).toBeVisible();
    await expect(home.templates).toBeVisible();
  }
  await page.goto('/r/local/never-opened');
  await expect(page.getByRole('heading', { name: 'This run is not in this browser' })).toBeVisible();
});
