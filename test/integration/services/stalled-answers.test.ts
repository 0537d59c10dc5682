import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { awsTransient } from "../../../src/services/aws/aws-error.ts";
import { awsOptions } from "../../../src/services/aws/aws-options.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

/** Our options with time-outs that a test can wait for; which ones there are is what is tested. */
async function clientOf(answer: (respond: (text: string) => void) => void): Promise<STSClient> {
  const server = createServer((_request, response) => {
    answer((text) => {
      response.writeHead(200, { "content-type": "text/xml" });
      response.write(text);
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const options = awsOptions({
    region: "us-west-2",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: "AKIA", secretAccessKey: "x" },
  });
  const shortened = Object.fromEntries(
    Object.entries(options.requestHandler).map(([name, value]) => [
      name,
      typeof value === "number" ? value / 100 : value,
    ]),
  );
  return new STSClient({ ...options, requestHandler: shortened });
}

test.each<readonly [string, (respond: (text: string) => void) => void]>([
  ["never begins", () => undefined],
  ["stops in the middle", (respond) => respond("<GetCallerIdentityResp")],
])("an answer that %s ends the attempt, and another attempt is worth it", async (_what, answer) => {
  const client = await clientOf(answer);
  const error = await client
    .send(new GetCallerIdentityCommand({}))
    .catch((reason: unknown) => reason);
  expect(awsTransient(error)).toMatch(/no answer in time|connection lost/);
  client.destroy();
});
