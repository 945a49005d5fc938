import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What is worth packing; pictures and fonts are packed already. */
const TEXT = /\.(?:js|css|svg|json|map)$/;
/** Below this a packed file is hardly smaller than its headers. */
const MIN_BYTES = 1_000;
/** A little larger than the slowest setting makes it, in a tenth of the time. */
const BROTLI_QUALITY = 9;

/** Puts a `.br` and a `.gz` beside each text file of a folder, for servers to send as they are. */
export async function compressFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && TEXT.test(entry.name))
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        const bytes = await readFile(file);
        if (bytes.length < MIN_BYTES) return;
        const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
        await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }));
        await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
      }),
  );
}
