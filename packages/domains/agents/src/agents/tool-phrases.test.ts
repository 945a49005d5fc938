import { toolPhrase } from '@leadlock/core/tool-phrases';
import { expect, test } from 'vitest';
import { BUILT_IN_TOOLS } from './built-in-tools.ts';

test.each(BUILT_IN_TOOLS)('%s is told of in words', (name) => {
  for (const success of [true, false, null]) {
    const phrase = toolPhrase({ name, arguments: {}, result: null, success });
    expect(phrase).not.toContain(name);
    expect(phrase).toMatch(/^[A-Z].*[a-zX]$/);
  }
});
