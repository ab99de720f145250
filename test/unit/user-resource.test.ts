/** Dates and references are put together by hand, for speed: they must be what the language itself would write. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metaText } from '../../electron/engine/scim/user-resource.ts';

test('meta is JSON, and its dates are those of toISOString', () => {
  const instants = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(instants, instants, (created, lastModified) => {
      const meta = { id: 'a-b', created, lastModified, tag: '7-0123abcd' };
      expect(JSON.parse(metaText('User', meta, 'http://127.0.0.1:8643/scim/v2'))).toEqual({
        resourceType: 'User',
        created: new Date(created).toISOString(),
        lastModified: new Date(lastModified).toISOString(),
        location: 'http://127.0.0.1:8643/scim/v2/Users/a-b',
        version: 'W/"7-0123abcd"',
      });
    }),
  );
});
