import { readFile } from 'node:fs/promises';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { displayStatus, latestCall, nodeState, type NodeDisplayStatus } from '#shared/run/select.ts';
import { emptyRun } from '#shared/run/state.ts';
import { twoBranches } from '../fixtures/flows.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/keyed-test.ts';
import { callPerson, runLinkFor } from './pages/people.ts';
import { createRunPagePart } from './pages/run-page.ts';
import { createSharePart } from './pages/share-part.ts';
import { CANARY_KEY } from './pages/canary-key.ts';

const POEM = 'One two three four five six seven eight nine ten.';

/** What the page should show of the nodes at a moment, by the exported log alone. */
function expectedAt(entries: readonly LogEntry[], seq: number, ms: number) {
  const run = foldEntries(emptyRun(entries[0]?.runId ?? ''), entries.slice(0, seq));
  const startedAt = entries[0]?.at ?? 0;
  return (run.plan?.plan.nodes ?? []).map(({ id, label }) => {
    const state = nodeState(run, id);
    const call = state && latestCall(state);
    const ended = entries.find((e) => e.type === 'call.ended' && e.data.callId === call?.callId);
    const end = ended?.type === 'call.ended' ? ended.data.end : null;
    const elapsed = startedAt + ms - (call?.sentAt ?? 0);
    let written = 0;
    for (let place = 0; place + 1 < (end?.timing?.length ?? 0); place += 2)
      if ((end?.timing?.[place + 1] ?? Infinity) <= elapsed) written = end?.timing?.[place] ?? 0;
    const whole = end?.text?.kind === 'inline' ? end.text.text : '';
    const partial = call?.phase === 'sent' ? whole.slice(0, written) : '';
    const status = displayStatus(run, state, { hasPartialText: partial !== '', stale: false });
    const output = state?.output?.kind === 'inline' ? state.output.output.text : null;
    const text =
      state?.phase === 'completed'
        ? (output ?? whole)
        : partial === '' && call?.phase === 'ended'
          ? whole
          : partial;
    return { label, status, text };
  });
}

const CELLS: { readonly [status in NodeDisplayStatus]?: RegExp } = {
  queued: /not yet/,
  running: /at work/,
  streaming: /writing now/,
  done: /, done/,
};

test('J6 [AU1] a run link opened during the run shows it live; afterwards it is a replay, and nothing but that run', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: POEM, holdAfterWords: 5 });
  await callPerson(context, 'Imani');
  await home.openFlow(twoBranches({ polish: 'mistral/held' }));
  await editor.run();
  await editor.expectState('writing', 'Polish');
  const link = await runLinkFor(page);

  const fresh = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await fresh.newPage();
  await visitor.goto(link);
  const run = createRunPagePart(visitor);
  await expect(visitor.getByRole('heading', { level: 1, name: 'Two branches' })).toBeVisible();
  await run.expectOutcome('Live');
  await expect(run.step('Polish')).toContainText('writing now');
  await expect(visitor.getByText('One two three four five').first()).toBeVisible();
  await expect(run.step('Result')).toContainText('not yet');
  await expect(visitor.getByText('Run started by Imani')).toBeVisible();

  provider.release('held');
  await run.expectOutcome('Finished');
  await expect(run.output('Result')).toContainText('nine ten.');
  await expect(run.slider).toHaveAttribute('aria-valuetext', / of /);
  await expectAccessible(visitor, 'run page');

  // Back to the middle: as it stood then, half a line included.
  await run.step('Polish').click();
  await expect(run.step('Polish')).toContainText(/at work|writing now/);
  await expect(run.step('Result')).toContainText('not yet');
  await visitor.keyboard.press('End');
  await expect(run.step('Result')).toContainText(', done');

  await visitor.getByText('What this link shares').waitFor();
  await expect(visitor.getByText('Provider keys, ever')).toBeVisible();
  // The flow itself stays closed to whoever has only this link.
  const parts = new URL(link);
  await visitor.goto(`/f/${parts.hash.slice(1).split('.')[0] ?? ''}#${parts.hash.split('.')[1] ?? ''}`);
  await expect(visitor.getByRole('application', { name: 'Canvas' })).toHaveCount(0);
  await fresh.close();
});

test('J6 [RP1, RP2] at 50 moments of a replay the page shows the fold of the log up to then', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  test.setTimeout(120_000);
  provider.behaviour('slow', 'ok', { text: POEM, delayInMs: 60 });
  await home.openFlow(twoBranches({ draft: 'mistral/slow', polish: 'mistral/slow' }));
  await editor.run();
  await editor.expectOutcome('Done');
  const link = await runLinkFor(page);
  const fresh = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await fresh.newPage();
  await visitor.goto(link);
  const run = createRunPagePart(visitor);
  await run.expectOutcome('Finished');
  await visitor.getByText('Skip waits longer than 2 s').click();

  const file = await run.save();
  expect(file.suggestedFilename()).toBe('two-branches.run.jsonl');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).not.toContain(CANARY_KEY);
  const entries = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogEntry);
  const startedAt = entries[0]?.at ?? 0;
  const box = await run.slider.boundingBox();
  if (box === null) throw new Error('the slider is not on the page');
  const seen = new Set<string>();
  for (let turn = 0; turn < 50; turn += 1) {
    const share = 0.004 + ((turn * 0.618_033_988_75) % 1) * 0.99;
    await visitor.mouse.click(box.x + share * box.width, box.y + box.height / 2);
    // The page's own account of the moment: milliseconds from the start.
    const ms = Number(await run.slider.getAttribute('aria-valuenow')) * 1_000;
    const seq = entries.filter((entry) => entry.at - startedAt <= ms).length;
    for (const { label, status, text: written } of expectedAt(entries, seq, ms)) {
      await expect(run.step(label), `${label} at ${ms} ms`).toContainText(CELLS[status] ?? status);
      if (status === 'streaming') {
        const words = written.trim().split(' ').slice(-3).join(' ');
        await expect(visitor.getByRole('region', { name: 'Replay' }), `${label} at ${ms} ms`).toContainText(
          words,
        );
      }
      seen.add(status);
    }
  }
  expect([...seen]).toEqual(expect.arrayContaining(['queued', 'streaming', 'done']));
  await fresh.close();
});

test('J6 J12 a replay by keyboard alone: play, speed, steps, both ends; a link to the moment opens there', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('slow', 'ok', { text: POEM, delayInMs: 80 });
  await home.openFlow(twoBranches({ polish: 'mistral/slow' }));
  await editor.run();
  await editor.expectOutcome('Done');
  const link = await runLinkFor(page);
  const fresh = await browser.newContext({ baseURL: baseURL ?? '', reducedMotion: 'no-preference' });
  await fresh.grantPermissions(['clipboard-read', 'clipboard-write']);
  const visitor = await fresh.newPage();
  await visitor.goto(link);
  const run = createRunPagePart(visitor);
  await run.expectOutcome('Finished');

  await run.slider.focus();
  await visitor.keyboard.press('Home');
  await expect(run.step('Topic')).toContainText('not yet');
  await visitor.keyboard.press('ArrowRight');
  await visitor.keyboard.press('ArrowRight');
  await expect(run.step('Topic')).not.toContainText('not yet');
  await visitor.keyboard.press('4');
  await expect(visitor.getByRole('radio', { name: '4×' })).toBeChecked();
  await visitor.keyboard.press('Space');
  await expect(visitor.getByRole('button', { name: 'Pause the replay' })).toBeVisible();
  await expect(run.step('Result')).toContainText(', done');
  await expect(run.play).toBeVisible();

  await run.step('Polish').focus();
  await visitor.keyboard.press('Enter');
  await expect(run.step('Result')).toContainText('not yet');
  await visitor.getByRole('button', { name: 'Copy link' }).click();
  await expect(visitor.getByText('Link to this moment copied')).toBeVisible();
  const moment = await visitor.evaluate(() => navigator.clipboard.readText());
  expect(moment).toMatch(/&at=\d+&node=/);

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const second = await other.newPage();
  await second.goto(moment);
  const there = createRunPagePart(second);
  await expect(there.step('Polish')).toHaveAttribute('aria-current', 'step');
  await expect(there.step('Result')).toContainText('not yet');
  await expect(there.step('Draft')).toContainText(', done');
  await other.close();
  await fresh.close();
});

test('J6 [RP9] a fork is a flow of one’s own with the same steps and no key, and does not run by itself', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({ draft: 'mistral/mistral-small-latest' }));
  await editor.run();
  await editor.expectOutcome('Done');
  const link = await runLinkFor(page);
  const asked = provider.requests.length;
  const fresh = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await fresh.newPage();
  await visitor.goto(link);
  await visitor.getByRole('banner').getByRole('button', { name: 'Fork this run' }).click();
  const canvas = visitor.getByRole('application', { name: 'Canvas' });
  await expect(canvas).toBeVisible();
  for (const name of ['Topic', 'Draft', 'Polish', 'Result', 'Aside'])
    await expect(canvas.getByRole('article', { name: new RegExp(`^${name}, `) })).toHaveAccessibleName(
      /, idle$/,
    );
  await expect(visitor.getByRole('button', { name: 'Two branches (fork)' })).toBeVisible();
  expect(visitor.url()).not.toContain(new URL(link).hash.split('.')[1] ?? '-');
  expect(provider.requests).toHaveLength(asked);
  await fresh.close();
});

test('J6 on a phone: the steps and the player, no stage', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  const link = await runLinkFor(page);
  const phone = await browser.newContext({
    baseURL: baseURL ?? '',
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const visitor = await phone.newPage();
  await visitor.goto(link);
  const run = createRunPagePart(visitor);
  await run.expectOutcome('Finished');
  await expect(visitor.getByRole('region', { name: 'Replay' })).toHaveCount(0);
  await expect(visitor.getByRole('navigation', { name: 'Replay' })).toBeVisible();
  await run.step('Polish').tap();
  await expect(run.step('Result')).toContainText('not yet');
  await visitor.getByRole('button', { name: /^Speed 1×/ }).tap();
  await visitor.getByRole('button', { name: /^Speed 2×/ }).waitFor();
  await run.play.tap();
  await expect(run.step('Result')).toContainText(', done');
  expect(await visitor.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
  await expectAccessible(visitor, 'run page on a phone');
  await phone.close();
});

test('J6 [AU1] a run link that is revoked closes the page that looks at the live run, and says what to do', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: POEM, holdAfterWords: 5 });
  await home.openFlow(twoBranches({ polish: 'mistral/held' }));
  await editor.run();
  await editor.expectState('writing', 'Polish');
  const link = await runLinkFor(page);
  const fresh = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await fresh.newPage();
  await visitor.goto(link);
  const run = createRunPagePart(visitor);
  await run.expectOutcome('Live');
  const share = createSharePart(page);
  await share.open();
  await share.dialog.getByRole('button', { name: 'Revoke run link' }).click();
  await share.dialog.getByRole('button', { name: 'Revoke link' }).click();
  await expect(visitor.getByRole('heading', { name: 'This link has ended' })).toBeVisible();
  await expect(visitor.getByText('Ask them for a new one')).toBeVisible();
  await expect(visitor.getByText('One two three')).toHaveCount(0);
  provider.release('held');
  await fresh.close();
});

test('J6 a link that opens nothing says so, and what to do', async ({ page }) => {
  await page.goto(`/r/${'a'.repeat(30)}#${'b'.repeat(22)}.${'c'.repeat(43)}`);
  await expect(page.getByRole('main').getByRole('heading')).toBeVisible();
  await expect(page.getByRole('main')).toContainText(
    /ask for a new one|Ask whoever shared it|Ask them for a new one/i,
  );
  await expect(page.getByRole('main').getByRole('link', { name: 'All flows' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fork this run' })).toHaveCount(0);
});
