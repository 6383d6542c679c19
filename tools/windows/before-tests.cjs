// Loaded into every Node that runs under Wine.

// Wine 8 does not know TCP_KEEPIDLE, and a socket that asks for it (as fetch does) could not connect.
// A desk's line stays open without.
require('node:net').Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this
}

// Node 22 has this as a property only; Electron and Node 24 have both.
Intl.Locale.prototype.getTimeZones ??= function getTimeZones() {
  return this.timeZones
}
