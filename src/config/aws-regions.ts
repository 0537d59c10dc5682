type Place = readonly [latitude: number, longitude: number];

// Cities that AWS names for its commercial regions, in whole degrees: near enough to tell which cell is closest.
const PLACES: Readonly<Record<string, Place>> = {
  "us-east-1": [39, -77],
  "us-east-2": [40, -83],
  "us-west-1": [38, -122],
  "us-west-2": [46, -120],
  "ca-central-1": [46, -74],
  "ca-west-1": [51, -114],
  "mx-central-1": [21, -100],
  "sa-east-1": [-24, -47],
  "eu-west-1": [53, -6],
  "eu-west-2": [52, 0],
  "eu-west-3": [49, 2],
  "eu-central-1": [50, 9],
  "eu-central-2": [47, 9],
  "eu-north-1": [59, 18],
  "eu-south-1": [45, 9],
  "eu-south-2": [42, -1],
  "il-central-1": [32, 35],
  "me-central-1": [24, 54],
  "me-south-1": [26, 50],
  "af-south-1": [-34, 18],
  "ap-south-1": [19, 73],
  "ap-south-2": [17, 78],
  "ap-east-1": [22, 114],
  "ap-northeast-1": [36, 140],
  "ap-northeast-2": [37, 127],
  "ap-northeast-3": [35, 135],
  "ap-southeast-1": [1, 104],
  "ap-southeast-2": [-34, 151],
  "ap-southeast-3": [-6, 107],
  "ap-southeast-4": [-38, 145],
  "ap-southeast-5": [3, 102],
  "ap-southeast-7": [14, 101],
};

/** AWS regions that we know by name, for completion and suggestions. It does not say where MediaLive is offered, and refuses nothing. */
export const AWS_REGIONS: readonly string[] = Object.keys(PLACES);

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance between two AWS regions; undefined when one is unknown. */
export function distanceKm(from: string, to: string): number | undefined {
  const start = Object.hasOwn(PLACES, from) ? PLACES[from] : undefined;
  const end = Object.hasOwn(PLACES, to) ? PLACES[to] : undefined;
  if (start === undefined || end === undefined) return undefined;
  const [lat1, lon1, lat2, lon2] = [...start, ...end].map((degrees) => (degrees * Math.PI) / 180);
  if (lat1 === undefined || lon1 === undefined || lat2 === undefined || lon2 === undefined)
    return undefined;
  const chord =
    Math.sin((lat2 - lat1) / 2) ** 2 +
    Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}
