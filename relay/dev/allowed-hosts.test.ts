import { expect, test } from 'vitest';
import { isAllowedHost, isAllowedOrigin } from '../auth/request-origin.ts';
import { allowedHosts } from './allowed-hosts.ts';

const OWN = { host: '127.0.0.1', port: 1999 };

test('names the relay by every name of loopback, that one first by which its rooms ask the vault', () => {
  expect(allowedHosts(OWN)).toEqual(['127.0.0.1:1999', 'localhost:1999', '[::1]:1999']);
  expect(allowedHosts({ ...OWN, pageOrigins: ['http://localhost:5173'] })).toContain('localhost:5173');
  expect(allowedHosts({ ...OWN, host: '0.0.0.0' })[0]).toBe('127.0.0.1:1999');
});

test('the operator’s names stand beside its own and take none of them away', () => {
  const list = allowedHosts({ ...OWN, operator: ' weft.example.org, weft.example.org:8443,, ' });
  expect(list).toEqual([...allowedHosts(OWN), 'weft.example.org', 'weft.example.org:8443']);
  expect(isAllowedHost('weft.example.org', list.join(','))).toBe(true);
  expect(isAllowedOrigin('https://weft.example.org', list.join(','))).toBe(true);
  expect(isAllowedHost('127.0.0.1:1999', list.join(','))).toBe(true);
  expect(isAllowedHost('elsewhere.example.org', list.join(','))).toBe(false);
});
