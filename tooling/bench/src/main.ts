/** `pnpm bench voice|api`: measures the product next to the least that could do the same. */
const [, , name, ...args] = process.argv;

switch (name) {
  case 'voice':
    await (await import('./voice/run.ts')).runVoiceBench(args);
    break;
  case 'api':
    await (await import('./api/run.ts')).runApiBench(args);
    break;
  default:
    console.error(
      'Usage: pnpm bench voice [--calls 100,400] [--seconds 20]\n       pnpm bench api [--seconds 4] [--calls 1000000] [--agency | --neighbors]',
    );
    process.exitCode = 2;
}
