type Place = readonly [latitude: number, longitude: number, name: string];

// Cities that AWS names for its commercial regions, in whole degrees: near enough to tell which cell is closest.
const PLACES: Readonly<Record<string, Place>> = {
  "us-east-1": [39, -77, "Virginia"],
  "us-east-2": [40, -83, "Ohio"],
  "us-west-1": [38, -122, "California"],
  "us-west-2": [46, -120, "Oregon"],
  "ca-central-1": [46, -74, "Montreal"],
  "ca-west-1": [51, -114, "Calgary"],
  "mx-central-1": [21, -100, "Mexico"],
  "sa-east-1": [-24, -47, "Sao Paulo"],
  "eu-west-1": [53, -6, "Ireland"],
  "eu-west-2": [52, 0, "London"],
  "eu-west-3": [49, 2, "Paris"],
  "eu-central-1": [50, 9, "Frankfurt"],
  "eu-central-2": [47, 9, "Zurich"],
  "eu-north-1": [59, 18, "Stockholm"],
  "eu-south-1": [45, 9, "Milan"],
  "eu-south-2": [42, -1, "Spain"],
  "il-central-1": [32, 35, "Tel Aviv"],
  "me-central-1": [24, 54, "UAE"],
  "me-south-1": [26, 50, "Bahrain"],
  "af-south-1": [-34, 18, "Cape Town"],
  "ap-south-1": [19, 73, "Mumbai"],
  "ap-south-2": [17, 78, "Hyderabad"],
  "ap-east-1": [22, 114, "Hong Kong"],
  "ap-northeast-1": [36, 140, "Tokyo"],
  "ap-northeast-2": [37, 127, "Seoul"],
  "ap-northeast-3": [35, 135, "Osaka"],
  "ap-southeast-1": [1, 104, "Singapore"],
  "ap-southeast-2": [-34, 151, "Sydney"],
  "ap-southeast-3": [-6, 107, "Jakarta"],
  "ap-southeast-4": [-38, 145, "Melbourne"],
  "ap-southeast-5": [3, 102, "Malaysia"],
  "ap-southeast-7": [14, 101, "Thailand"],
};

/** AWS regions that we know by name, for completion and suggestions. It does not say where MediaLive is offered, and refuses nothing. */
export const AWS_REGIONS: readonly string[] = Object.keys(PLACES);

/** The city or country that AWS calls a region by; empty for one that we do not know. */
export function placeOfRegion(region: string): string {
  return Object.hasOwn(PLACES, region) ? (PLACES[region]?.[2] ?? "") : "";
}

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance between two AWS regions; undefined when one is unknown. */
export function distanceKm(from: string, to: string): number | undefined {
  const start = Object.hasOwn(PLACES, from) ? PLACES[from] : undefined;
  const end = Object.hasOwn(PLACES, to) ? PLACES[to] : undefined;
  if (start === undefined || end === undefined) return undefined;
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [lat1, lon1, lat2, lon2] = [
    radians(start[0]),
    radians(start[1]),
    radians(end[0]),
    radians(end[1]),
  ];
  const chord =
    Math.sin((lat2 - lat1) / 2) ** 2 +
    Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}
