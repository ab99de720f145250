import { expect, test } from 'vitest';
import { randomIds, timeOrderedUuid } from '../../electron/engine/base/ids.ts';

const at = Date.UTC(2026, 0, 5, 12);

test('is a UUID of version 7 with its time in front (RFC 9562 §5.7)', () => {
  const id = timeOrderedUuid(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
});

test('later ones sort later, and none comes twice in one instant', () => {
  expect(timeOrderedUuid(at) < timeOrderedUuid(at + 1)).toBe(true);
  expect(new Set(Array.from({ length: 20_000 }, () => timeOrderedUuid(at))).size).toBe(20_000);
});

test('uses all bits that are to be random', () => {
  const seen = Array.from({ length: 64 }, () => new Set<string>());
  for (let i = 0; i < 2000; i++)
    for (const [place, digit] of randomIds.uuid().split('').entries()) seen[place]?.add(digit);
  const random = [15, 16, 17, 20, 21, 22, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35];
  expect(random.map((place) => seen[place]?.size)).toEqual(random.map(() => 16));
  expect([...(seen[19] ?? [])].sort()).toEqual(['8', '9', 'a', 'b']);
});
