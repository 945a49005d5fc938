/** Work as it should not be, for tests. */
export default function misbehave(input: {
  how: 'echo' | 'hang' | 'grow' | 'throw' | 'exit' | 'recurse' | 'env';
  value?: string;
}): unknown {
  switch (input.how) {
    case 'echo':
      return input.value;
    case 'hang':
      for (;;);
    case 'grow': {
      const kept: string[][] = [];
      for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => `${index}`));
    }
    case 'throw':
      throw new Error('broken input');
    case 'exit':
      return process.exit(3);
    case 'recurse': {
      const deeper = (depth: number): number => 1 + deeper(depth + 1);
      return deeper(0);
    }
    case 'env':
      return Object.keys(process.env).length;
  }
}
