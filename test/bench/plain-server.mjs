// The least that a Node server can do: one body of so many bytes, from memory.
import { createServer } from "node:http";

const body = Buffer.alloc(Number(process.argv[2]), 0x47);
const server = createServer((_, response) => {
  response.setHeader("content-length", body.length);
  response.end(body);
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
