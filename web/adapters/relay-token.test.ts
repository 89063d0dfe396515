import { describe, expect, it } from 'vitest';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { createVirtualClock } from '../engine/testing/virtual-clock.ts';
import { createRelayTokens } from './relay-token.ts';

const TEN_MINUTES = 10 * 60_000;
/** Relay time when this computer's clock says 0. */
const RELAY_START = 1_800_000_000_000;

function setUp(options: { mayCreate?: boolean; person?: string; failing?: boolean } = {}) {
  const clock = createVirtualClock();
  const asked: { path: string; body: unknown }[] = [];
  const state = { failing: options.failing ?? false };
  const tokens = createRelayTokens({
    clock,
    flowId: 'flow one',
    secret: 's'.repeat(22),
    mayCreate: options.mayCreate ?? false,
    person: options.person,
    async request(_method, path, body) {
      await Promise.resolve();
      asked.push({ path, body });
      if (state.failing) throw new WeftFailure(weftError('relay-unreachable', 'No.', { retryable: true }));
      if (path === '/api/flows') return {};
      const now = RELAY_START + clock.now();
      return {
        token: `token-${asked.length}`,
        person: 'proof',
        personId: 'ada',
        role: 'editor',
        now,
        expiresAt: now + TEN_MINUTES,
      };
    },
  });
  return { clock, asked, tokens, state };
}

describe('relay tokens', () => {
  it('are asked for when first needed, once for all who need one', async () => {
    const { asked, tokens } = setUp();
    expect(asked).toEqual([]);
    const sessions = await Promise.all([tokens.session(), tokens.session()]);
    expect(sessions.map(({ token }) => token)).toEqual(['token-1', 'token-1']);
    expect(asked).toEqual([{ path: '/api/flows/flow%20one/token', body: { secret: 's'.repeat(22) } }]);
  });

  it('are renewed two minutes before they end, as the same person', async () => {
    const { clock, asked, tokens } = setUp();
    await tokens.session();
    await clock.run(TEN_MINUTES - 2 * 60_000 - 1);
    expect((await tokens.session()).token).toBe('token-1');
    await clock.run(TEN_MINUTES - 2 * 60_000);
    expect((await tokens.session()).token).toBe('token-2');
    expect(asked[1]?.body).toEqual({ secret: 's'.repeat(22), person: 'proof' });
  });

  it('tell relay time as it is when they are asked, however old they are', async () => {
    const { clock, tokens } = setUp();
    expect((await tokens.session()).now).toBe(RELAY_START);
    await clock.run(90_000);
    expect((await tokens.session()).now).toBe(RELAY_START + 90_000);
  });

  it('make the flow first where this browser made it, once', async () => {
    const { asked, tokens } = setUp({ mayCreate: true });
    const first = await tokens.session();
    tokens.forget(first.token);
    await tokens.session();
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/flows',
      '/api/flows/flow%20one/token',
      '/api/flows/flow%20one/token',
    ]);
  });

  it('prove who one was before', async () => {
    const { asked, tokens } = setUp({ person: 'from last week' });
    await tokens.session();
    expect(asked[0]?.body).toMatchObject({ person: 'from last week' });
  });

  it('are asked for again after a refusal, but not when a fresh one is there already', async () => {
    const { tokens } = setUp();
    const { token } = await tokens.session();
    tokens.forget(token);
    expect((await tokens.session()).token).toBe('token-2');
    tokens.forget(token);
    expect((await tokens.session()).token).toBe('token-2');
  });

  it('are asked for again after asking has failed', async () => {
    const { tokens, state } = setUp({ failing: true });
    await expect(tokens.session()).rejects.toMatchObject({ error: { code: 'relay-unreachable' } });
    state.failing = false;
    expect((await tokens.session()).personId).toBe('ada');
  });
});
