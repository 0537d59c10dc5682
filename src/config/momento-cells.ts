import { distanceKm } from "./aws-regions.ts";

/** A public Momento cell. */
type MomentoCell = {
  /** The AWS region it is in. */
  readonly region: string;
  /** Bare host, as `origin.endpoint` wants it. */
  readonly endpoint: string;
};

// Three cells do not follow the pattern cell-1-<region>-1.
const IRREGULAR: Readonly<Record<string, string>> = {
  "us-east-1": "cell-us-east-1-1",
  "us-west-2": "cell-4-us-west-2-1",
  "ap-northeast-1": "cell-ap-northeast-1-1",
};

const CELL_REGIONS = [
  "us-west-2",
  "us-east-1",
  "us-east-2",
  "eu-west-1",
  "eu-west-2",
  "eu-central-1",
  "eu-north-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
];

/** The public cells (Momento docs, regions). Customers may have private cells elsewhere, so this list refuses nothing. */
export const MOMENTO_CELLS: readonly MomentoCell[] = CELL_REGIONS.map((region) => ({
  region,
  endpoint: `${IRREGULAR[region] ?? `cell-1-${region}-1`}.prod.a.momentohq.com`,
}));

/** Stands for a cell that nobody knows yet: nothing is asked of it. */
export const UNKNOWN_CELL = "cell-unknown.prod.a.momentohq.com";

/** The public cell nearest to an AWS region, by the distance between their cities; undefined for a region we do not know. */
export function nearestCell(awsRegion: string): MomentoCell | undefined {
  let best: { readonly cell: MomentoCell; readonly km: number } | undefined;
  for (const cell of MOMENTO_CELLS) {
    const km = distanceKm(awsRegion, cell.region);
    if (km !== undefined && (best === undefined || km < best.km)) best = { cell, km };
  }
  return best?.cell;
}

/** The AWS region that a cell's name tells: `cell-4-us-west-2-1.prod…` is in us-west-2. Undefined for other names. */
export function regionOfEndpoint(endpoint: string): string | undefined {
  return /^cell-(?:[a-z\d]+-)?(?<region>[a-z]{2}(?:-[a-z]+)+-\d)-\d+\./.exec(endpoint)?.groups?.[
    "region"
  ];
}
