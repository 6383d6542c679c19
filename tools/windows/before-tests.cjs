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

// Wine 8 calls the time of the last change a file's birth, by which a moved file is known. Inodes it has.
const fs = require('node:fs')
const { statSync } = fs
fs.statSync = function statWithoutBirth(path, options) {
  const stats = statSync(path, options)
  if (typeof stats?.birthtimeNs === 'bigint') stats.birthtimeNs = 0n
  return stats
}
require('node:module').syncBuiltinESMExports()
