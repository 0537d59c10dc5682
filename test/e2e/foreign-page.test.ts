import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sandboxFolder, type SandboxFolder } from "../integration/support/sandbox-folder.ts";

let browser: Browser;
let place: SandboxFolder;
let site: Server;

beforeAll(async () => {
  place = await sandboxFolder();
  site = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>a page that is open by chance</title>");
  });
  await new Promise<void>((resolve) => {
    site.listen(0, "127.0.0.1", resolve);
  });
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    // evil.example leads to this machine: what DNS rebinding does.
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP evil.example 127.0.0.1"],
  });
});
afterAll(async () => {
  await browser.close();
  site.close();
  site.closeAllConnections();
  await place.close();
});

test("a page of another site arms no fault and calls no service, whichever way it tries", async () => {
  const { port } = site.address() as AddressInfo;
  const control = new URL(place.endpoints["control"] ?? "");
  const iam = place.endpoints["iam"] ?? "";
  const fault = "medialive:CreateChannel refuse always TooManyRequestsException";
  const page = await browser.newPage();
  await page.goto(`http://evil.example:${port}/`);
  const tries = { control: control.origin, rebound: control.port, iam, fault };
  const seen = await page.evaluate<readonly string[]>(`(async () => {
    const { control, rebound, iam, fault } = ${JSON.stringify(tries)};
    const said = [];
    const attempt = (url, init) =>
      fetch(url, init).then(async (answer) => said.push(answer.status + " " + (await answer.text()).slice(0, 40)), () => said.push("refused"));
    for (const base of [control, "http://evil.example:" + rebound])
      for (const init of [
        { method: "POST", mode: "no-cors", body: fault },
        { method: "POST", body: fault },
        { method: "PUT", body: fault },
      ])
        await attempt(base + "/faults", init);
    navigator.sendBeacon(control + "/faults", fault);
    await new Promise((done) => {
      const image = new Image();
      image.onload = image.onerror = done;
      image.src = iam + "/?Action=CreateRole&Version=2010-05-08&RoleName=theirs&AssumeRolePolicyDocument=" +
        encodeURIComponent('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"medialive.amazonaws.com"},"Action":"sts:AssumeRole"}]}');
    });
    await new Promise((done) => {
      const socket = new WebSocket(control.replace("http", "ws") + "/faults");
      socket.onopen = () => done(said.push("a WebSocket was opened"));
      socket.onerror = done;
    });
    return said;
  })()`);
  expect(seen.filter((one) => !/^(refused|403 |0 $)/.test(one))).toEqual([]);
  await page.setContent(
    `<form method="post" enctype="text/plain" action="${control.origin}/faults"><textarea name="x">${fault}</textarea></form>`,
  );
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().startsWith(control.origin)),
    page.evaluate("document.forms[0].submit()"),
  ]);
  expect(answer.status()).toBe(403);
  const { faults } = (await (await fetch(`${control.origin}/faults`)).json()) as {
    readonly faults: readonly unknown[];
  };
  expect(faults).toEqual([]);
  expect((await place.inventory()).filter(({ id }) => id === "theirs")).toEqual([]);
});
