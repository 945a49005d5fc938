/** `pnpm bench` and a name: measures the product next to the least that could do the same. */
const [, , name, ...args] = process.argv;

switch (name) {
  case 'voice':
    await (await import('./voice/run.ts')).runVoiceBench(args);
    break;
  case 'conversation':
    await (await import('./conversation/run.ts')).runConversationBench(args);
    break;
  case 'failover':
    await (await import('./failover/run.ts')).runFailoverBench(args);
    break;
  case 'speech':
    await (await import('./speech/run.ts')).runSpeechBench(args);
    break;
  case 'api':
    await (await import('./api/run.ts')).runApiBench(args);
    break;
  case 'database':
    await (await import('./database/run.ts')).runDatabaseBench(args);
    break;
  case 'migration':
    await (await import('./migration/run.ts')).runMigrationBench(args);
    break;
  case 'pages':
    await (await import('./pages/run.ts')).runPagesBench(args);
    break;
  default:
    console.error(
      'Usage: pnpm bench voice [--calls 100,400] [--seconds 20]\n       pnpm bench conversation [--providers xai,gemini] [--every 3] [--at-once 4] [--failures]\n       pnpm bench failover [--providers xai,openai] [--moments 20] [--at-once 4]\n       pnpm bench speech [--voices slt,rms] [--every 4]\n       pnpm bench api [--seconds 4] [--calls 1000000] [--express | --agency | --neighbors]\n       ' +
        'pnpm bench database [--calls 10000,1000000] [--requests 100] [--writers 48] [--seconds 4] [--commits]\n       ' +
        'pnpm bench migration [--calls 1000000]\n       ' +
        'pnpm bench pages [--calls 100000] [--agents 2000] [--clients 500] [--visits 7] [--limit 300] [--only calls]',
    );
    process.exitCode = 2;
}
