// Draws ZPL from standard input, on a label of 100 by 200 mm at 8 dots a millimetre; writes the PNG.
const { ready } = require("zpl-renderer-js");

ready.then(async ({ api }) => {
  const drawn = await api.zplToBase64Async(require("node:fs").readFileSync(0, "utf8"), 100, 200, 8);
  process.stdout.write(Buffer.from(drawn, "base64"), () => process.exit(0));
});
