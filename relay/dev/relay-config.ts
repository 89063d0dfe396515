import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartRefusal } from './start-refusal.ts';

/** What goes into the configuration of one `partykit dev`. */
export type RelayConfigInput = {
  readonly projectDirectory: string;
  readonly stateDirectory: string;
  /** The built web app; left out of the configuration when it does not exist. */
  readonly webDirectory: string;
  /** What the relay finds in `room.env` and `lobby.env`. */
  readonly variables: Readonly<Record<string, string>>;
};

type ProjectConfig = { main: string; parties?: Record<string, string>; [key: string]: unknown };

/**
 * Writes partykit's configuration with the keys in it, readable by its owner only and outside the project:
 * `--var` would show in the list of processes, `.env` would be compiled into the bundle.
 * partykit takes absolute paths for `main`, `parties` and `serve` wherever the file lies.
 * @returns the path of the file.
 */
export function writeRelayConfig(input: RelayConfigInput): string {
  const project = readProjectConfig(input.projectDirectory);
  const absolute = (path: string) => resolve(input.projectDirectory, path);
  const { serve: _serve, $schema: _schema, ...rest } = project;
  const config = {
    ...rest,
    main: absolute(project.main),
    parties: Object.fromEntries(
      Object.entries(project.parties ?? {}).map(([id, path]) => [id, absolute(path)]),
    ),
    ...(existsSync(input.webDirectory) ? { serve: resolve(input.webDirectory) } : {}),
    vars: input.variables,
  };
  const file = join(input.stateDirectory, 'partykit.json');
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  chmodSync(file, 0o600);
  return file;
}

function readProjectConfig(projectDirectory: string): ProjectConfig {
  const file = join(projectDirectory, 'partykit.json');
  const project = JSON.parse(readFileSync(file, 'utf8')) as ProjectConfig;
  const missing = [project.main, ...Object.values(project.parties ?? {})].filter(
    (path) => !existsSync(resolve(projectDirectory, path)),
  );
  if (missing.length > 0)
    throw new StartRefusal(`The relay is incomplete: ${missing.join(', ')} is missing.`);
  return project;
}
