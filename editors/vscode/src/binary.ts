// Where the program of the server is.
import { constants, promises as fs } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** What a search needs to know of the machine; tests give their own. */
export interface Places {
  /** The setting `loglore.server.path`. */
  configured: string;
  /** The folder of the extension. */
  extension: string;
  /** The first folder of the workspace. */
  workspace: string | undefined;
  /** The search path of programs. */
  path: string;
  windows: boolean;
}

/** What a search found: the program, or the reason why there is none, for people. */
export type Found = { path: string; origin: 'setting' | 'bundled' | 'path' } | { missing: 'setting' | 'everywhere'; tried: string };

/** Finds the server: the one that the settings name, else the one that came with the extension, else an installed one. */
export async function findBinary(places: Places): Promise<Found> {
  const name = places.windows ? 'loglore.exe' : 'loglore';
  const configured = expand(places.configured.trim(), places);
  if (configured !== '') {
    const path = isName(configured) ? await onPath(configured, places) : resolve(configured, places);
    // A wrong setting is told, not passed over: the user meant that program and no other.
    return path !== undefined && (await runs(path)) ? { path, origin: 'setting' } : { missing: 'setting', tried: path ?? configured };
  }
  const bundled = join(places.extension, 'bundled', name);
  if (await runs(bundled)) return { path: bundled, origin: 'bundled' };
  const installed = await onPath(name, places);
  return installed === undefined ? { missing: 'everywhere', tried: bundled } : { path: installed, origin: 'path' };
}

function expand(path: string, places: Places): string {
  const home = path.replace(/^~(?=$|[\\/])/, () => homedir());
  return home.replace(/\$\{workspaceFolder\}/g, () => places.workspace ?? '').replace(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? '');
}

function isName(path: string): boolean {
  return !/[\\/]/.test(path);
}

function resolve(path: string, places: Places): string | undefined {
  if (isAbsolute(path)) return path;
  return places.workspace === undefined ? undefined : join(places.workspace, path);
}

async function onPath(name: string, places: Places): Promise<string | undefined> {
  const names = places.windows && !/\.exe$/i.test(name) ? [`${name}.exe`, name] : [name];
  for (const folder of places.path.split(delimiter)) {
    // A relative folder would make the program depend on what is open.
    if (!isAbsolute(folder)) continue;
    for (const file of names) {
      if (await runs(join(folder, file))) return join(folder, file);
    }
  }
  return undefined;
}

async function runs(path: string): Promise<boolean> {
  try {
    await fs.access(path, constants.X_OK);
    return (await fs.stat(path)).isFile();
  } catch {
    return false;
  }
}
