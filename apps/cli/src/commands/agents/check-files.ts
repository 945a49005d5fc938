import { tellableError } from '../../api/errors.ts';
import type { ApiClient, Inputs, Outputs } from '../../api/trpc-client.ts';
import { CliError } from '../../program/cli-error.ts';
import { EXIT } from '../../program/exit-codes.ts';
import { settingsOf, type AgentFile } from './agent-file.ts';
import type { SettingDefaults } from './settings-schema.ts';

/** A file with its agent's name and settings as the API would store them. */
export interface CheckedFile extends AgentFile {
  wanted: Outputs['agents']['check'];
}

/** As many as are asked for at a time. */
const AT_ONCE = 8;

interface Refused {
  file: AgentFile;
  told: CliError;
}

const isRefused = (one: CheckedFile | Refused): one is Refused => 'told' in one;

async function check(api: ApiClient, file: AgentFile, defaults: SettingDefaults): Promise<CheckedFile | Refused> {
  try {
    const wanted = await api.agents.check.mutate(settingsOf(file, defaults) as Inputs['agents']['check']);
    return { ...file, wanted };
  } catch (error) {
    const told = tellableError(error);
    // Only what is wrong with the file is collected; that nobody answers is told once.
    if (told === null || told.exitCode !== EXIT.usage) throw error;
    return { file, told };
  }
}

function refusal(refused: readonly Refused[]): CliError {
  const [first] = refused;
  const lines = refused.flatMap(({ file, told }) =>
    refused.length === 1
      ? told.details
      : [`${file.source}: ${told.message}`, ...told.details.map((line) => `  ${line}`)],
  );
  const message =
    refused.length === 1 && first ? `${first.file.source}: ${first.told.message}` : `${refused.length} invalid agents`;
  return new CliError(message, { exitCode: EXIT.usage, details: lines, cause: first?.told });
}

/** Asks the API what each file would come to, changing nothing. @throws CliError with all that it refuses. */
export async function checkFiles(
  api: ApiClient,
  files: readonly AgentFile[],
  defaults: SettingDefaults,
): Promise<CheckedFile[]> {
  const answers: (CheckedFile | Refused)[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    answers.push(...(await Promise.all(some.map((file) => check(api, file, defaults)))));
  }
  const refused = answers.filter(isRefused);
  if (refused.length > 0) throw refusal(refused);
  return answers.filter((one): one is CheckedFile => !isRefused(one));
}
