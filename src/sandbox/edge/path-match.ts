/**
 * A path as patterns see it: percent-encoded unreserved characters decoded, the other escapes in capitals, dot segments
 * removed (RFC 3986, which the CloudFront developer guide names for path patterns). Inferred: repeated slashes are kept,
 * because RFC 3986 keeps them.
 */
export function normalisePath(path: string): string {
  if (!path.includes("%") && !path.includes("/.")) return path;
  const decoded = path.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escape.toUpperCase();
  });
  const kept: string[] = [];
  const segments = decoded.split("/").slice(1);
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === "..") kept.pop();
    if (segment !== "." && segment !== "..") kept.push(segment);
    else if (isLast) kept.push("");
  }
  return `/${kept.join("/")}`;
}

/** Makes the test of a path pattern: `*` is any run of characters, slashes included, `?` exactly one; case counts. */
export function pathMatcher(pattern: string): (normalisedPath: string) => boolean {
  const body = pattern
    .replace(/^\//, "")
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(String.raw`\*`, ".*")
    .replaceAll(String.raw`\?`, ".");
  const expression = new RegExp(`^/${body}$`, "s");
  return (path) => expression.test(path);
}
