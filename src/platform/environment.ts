export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment as the program looks names up in it. Windows does not tell capitals from small letters (`Path`), a copy of
 * the environment does: there every name is found in capitals too.
 */
export function withUpperCaseNames(
  env: Environment,
  system: NodeJS.Platform = process.platform,
): Environment {
  if (system !== "win32") return env;
  const capitals = Object.entries(env).map(([name, value]) => [name.toUpperCase(), value] as const);
  return { ...Object.fromEntries(capitals), ...env };
}
