/** `pnpm bench voice`: measures the product next to the least that could do the same. */
const [, , name, ...args] = process.argv;

switch (name) {
  case 'voice':
    await (await import('./voice/run.ts')).runVoiceBench(args);
    break;
  default:
    console.error('Usage: pnpm bench voice [--calls 100,400] [--seconds 20]');
    process.exitCode = 2;
}
