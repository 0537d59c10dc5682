// Loaded into the program by NODE_OPTIONS: connections to hosts under momentohq.com end at a port of this machine. fetch knows no
// proxy, and the name of a real host is all that the program may be told.
"use strict";
const net = require("node:net");

const port = Number(process.env.MOMENTO_IS_AT);
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [first] = list;
  if (typeof first === "object" && String(first.host).endsWith(".momentohq.com"))
    Object.assign(first, { host: "127.0.0.1", port });
  return connect.apply(this, args);
};
