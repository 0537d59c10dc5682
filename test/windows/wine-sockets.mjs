// Loaded into Node's build for Windows under Wine. Node's fetch asks for keep-alive on a socket that is not connected yet; Wine 8
// does not know that option (TCP_KEEPIDLE, which Windows has had since 2017), and the connection fails for it.
import { Socket } from "node:net";

Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};
