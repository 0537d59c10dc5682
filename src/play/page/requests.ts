/** A request as `play`'s server noted it. */
type Noted = {
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly name: string;
  readonly status: number;
  readonly xCache: string;
  readonly ageSeconds: number | null;
  readonly bytes: number;
  readonly milliseconds: number;
};

const SHOWN = 40;
const EVERY_MS = 1_000;

/** Keeps the table at the newest requests, the newest on top. */
export function followRequests(body: HTMLTableSectionElement): void {
  let after = 0;
  const look = async (): Promise<void> => {
    try {
      const answer = await fetch(`/requests?after=${after}`);
      const { requests } = (await answer.json()) as { readonly requests: readonly Noted[] };
      after = requests.at(-1)?.number ?? after;
      for (const request of requests) body.prepend(row(request));
      while (body.rows.length > SHOWN) body.deleteRow(-1);
    } catch {
      // The command has ended; what is shown stays.
    }
    setTimeout(() => void look(), EVERY_MS);
  };
  void look();
}

function row(request: Noted): HTMLTableRowElement {
  const { at, name, status, xCache, ageSeconds, bytes, milliseconds } = request;
  const made = document.createElement("tr");
  const cell = (text: string, className = ""): void => {
    const td = document.createElement("td");
    td.textContent = text;
    td.className = className;
    made.append(td);
  };
  const isHit = /^(refresh)?hit/i.test(xCache);
  cell(new Date(at).toLocaleTimeString());
  cell(status === 0 ? "no answer" : String(status), status >= 200 && status < 400 ? "" : "bad");
  cell(edgeWord(xCache), isHit ? "hit" : "");
  cell(ageSeconds === null ? "" : `${ageSeconds} s`);
  cell(`${milliseconds.toFixed(0)} ms`);
  cell(bytes >= 1e6 ? `${(bytes / 1e6).toFixed(2)} MB` : `${(bytes / 1e3).toFixed(1)} kB`);
  cell("");
  const whole = document.createElement("span");
  whole.textContent = name;
  whole.className = "whole";
  const brief = document.createElement("span");
  brief.textContent = briefly(name);
  brief.className = "brief";
  made.lastElementChild?.append(whole, brief);
  return made;
}

/** What tells files apart where there is little room: rung and number, `720p30 00042`; not what all names begin with, nor a date. */
function briefly(name: string): string {
  const [, ...parts] = name.replace(/\.ts$/, "").split("_");
  return parts.filter((part) => !/^\d{8}/.test(part)).join(" ") || name;
}

/** What X-Cache says, shortened: `Hit`, `Miss`, `RefreshHit`, `Error`, and `function` where no origin was asked. */
function edgeWord(xCache: string): string {
  const word = xCache.replace(/ from cloudfront$/i, "");
  return /^FunctionGenerated/i.test(word) ? "function" : word;
}
