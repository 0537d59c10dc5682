// Loaded into the program by NODE_OPTIONS: writes down every connection, name look-up and datagram, before it is made.
"use strict";
const dgram = require("node:dgram");
const dns = require("node:dns");
const net = require("node:net");
const { appendFileSync } = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");

const log = process.env.NETWORK_LOG;
const blind = process.env.NETWORK_BLIND === "true";
const say = (what) => appendFileSync(log, `${what}\n`);

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  // net normalises its arguments into one array when it calls itself.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  const options = typeof first === "object" ? first : { port: first, host: second };
  say(`connect ${options.path ?? `${options.host ?? "localhost"}:${options.port}`}`);
  return connect.apply(this, args);
};

function unknown(name) {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
}

const lookup = dns.lookup;
dns.lookup = function (name, options, done) {
  const callback = typeof options === "function" ? options : done;
  say(`look up ${name}`);
  // Nothing leaves this machine in a test: every name but this machine's own is unknown.
  if (blind && name !== "localhost" && net.isIP(name) === 0)
    process.nextTick(callback, unknown(name));
  else lookup.call(dns, name, options, done);
};
for (const resolver of [dns, dns.Resolver.prototype, dns.promises, dns.promises.Resolver.prototype])
  for (const verb of Object.getOwnPropertyNames(resolver).filter((each) =>
    each.startsWith("resolve"),
  )) {
    const resolve = resolver[verb];
    if (typeof resolve !== "function") continue;
    resolver[verb] = function (name, ...rest) {
      say(`look up ${name}`);
      if (!blind) return resolve.call(this, name, ...rest);
      const callback = rest.at(-1);
      if (typeof callback !== "function") return Promise.reject(unknown(name));
      process.nextTick(callback, unknown(name));
      return undefined;
    };
  }
const promised = dns.promises.lookup;
dns.promises.lookup = function (name, ...rest) {
  say(`look up ${name}`);
  return blind ? Promise.reject(unknown(name)) : promised.call(dns.promises, name, ...rest);
};

const bind = dgram.createSocket;
dgram.createSocket = function (...args) {
  say("datagram socket");
  return bind.apply(dgram, args);
};
syncBuiltinESMExports();
