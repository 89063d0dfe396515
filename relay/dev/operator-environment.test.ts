import { expect, test } from 'vitest';
import { readOperatorEnvironment, secretValues } from './operator-environment.ts';

test('hands over provider keys and settings, and nothing else', () => {
  const environment = {
    MISTRAL_API_KEY: ' key ',
    GLM_API_KEY: '',
    SOME_API_KEY: 'x',
    WEFT_CUSTOM_ORIGINS: 'http://127.0.0.1:11434',
    WEFT_STATE_DIR: '/state',
    HOME: '/home',
  };
  expect(readOperatorEnvironment(environment)).toEqual({
    MISTRAL_API_KEY: 'key',
    WEFT_CUSTOM_ORIGINS: 'http://127.0.0.1:11434',
  });
});

test.each(['http://127.0.0.1:9/v1', 'http://localhost:9', 'http://[::1]:9'])(
  'lets a test put a provider at %s',
  (url) => {
    const json = JSON.stringify({ openai: url });
    expect(readOperatorEnvironment({ WEFT_PROVIDER_BASE_URLS: json })).toEqual({
      WEFT_PROVIDER_BASE_URLS: json,
    });
  },
);

test.each(['http://example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.1'])(
  '[SE1] sends no key to %s',
  (url) => {
    const json = JSON.stringify({ openai: url });
    expect(() => readOperatorEnvironment({ WEFT_PROVIDER_BASE_URLS: json })).toThrow(
      /may only name this machine/,
    );
  },
);

test.each(['', '[]', '{', '{"openai":"no address"}'].filter(Boolean))('refuses base addresses %s', (json) => {
  expect(() => readOperatorEnvironment({ WEFT_PROVIDER_BASE_URLS: json })).toThrow(/must be a JSON object/);
});

test('[RM6] refuses to start with limits that it does not understand', () => {
  const WEFT_LIMITS = '{"callsPerRun":2}';
  expect(readOperatorEnvironment({ WEFT_LIMITS })).toEqual({ WEFT_LIMITS });
  expect(() => readOperatorEnvironment({ WEFT_LIMITS: '{"callsPerRum":2}' })).toThrow(
    /“callsPerRum” is no limit/,
  );
});

test('knows which values are secret', () => {
  expect(secretValues({ A_KEY: '1', WEFT_SIGNING_KEY: '2', WEFT_CUSTOM_ORIGINS: '3' })).toEqual(['1', '2']);
});
