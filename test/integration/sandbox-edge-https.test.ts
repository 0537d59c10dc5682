import { CreateDistributionCommand } from "@aws-sdk/client-cloudfront";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createAuthority } from "../../src/sandbox/tls/certificate.ts";
import {
  type Bed,
  DEPLOY_MS,
  distributionConfig,
  get,
  type Got,
  startBed,
} from "./sandbox-edge-bed.ts";

let bed: Bed;
let stop: () => void;
afterEach(async () => {
  await bed.close();
  stop();
});

/** Asks an edge whose origin speaks TLS with a certificate of `name`. */
async function askSecureOrigin(name: string, isTrusted: boolean): Promise<Got> {
  // Certificates are checked against the machine's own time.
  const authority = createAuthority(() => Date.now());
  const issued = authority.issue([name]);
  const server = createServer(
    { cert: issued.certificate, key: issued.key },
    (_incoming, response) => response.end("over TLS"),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stop = () => void server.close();
  bed = await startBed({}, isTrusted ? authority.certificate : undefined);
  const config = distributionConfig(80);
  const [origin] = config.Origins?.Items ?? [];
  const { Distribution } = await bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        ...config,
        Origins: {
          Quantity: 1,
          Items: [
            {
              Id: "origin",
              DomainName: "127.0.0.1",
              ...origin,
              CustomOriginConfig: {
                HTTPPort: 80,
                HTTPSPort: (server.address() as AddressInfo).port,
                OriginProtocolPolicy: "https-only",
              },
            },
          ],
        },
      },
    }),
  );
  await bed.clock.advance(DEPLOY_MS);
  return get(Distribution?.DomainName ?? "", "/x");
}

test("an origin is asked over TLS when its certificate is trusted and names it", async () => {
  expect((await askSecureOrigin("127.0.0.1", true)).body.toString()).toBe("over TLS");
});

test("an origin whose certificate is not trusted is a 502", async () => {
  const got = await askSecureOrigin("127.0.0.1", false);
  expect(got.status).toBe(502);
  expect(got.headers["x-cache"]).toBe("Error from cloudfront");
});

test("an origin whose certificate names another host is a 502", async () => {
  expect((await askSecureOrigin("other.example", true)).status).toBe(502);
});
