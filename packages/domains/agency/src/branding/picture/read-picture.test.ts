import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import readPicture from './read-picture.task.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PNG_URL = `data:image/png;base64,${PNG.toString('base64')}`;
const GIF = Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1');
const NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';

/** A PNG that says of itself that it is as large; browsers set as much memory aside. */
function pngOf(width: number, height: number): Buffer {
  const png = Buffer.from(PNG);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}
function icoOf(picture: Buffer): Buffer {
  const header = Buffer.from([0, 0, 1, 0, 1, 0]);
  const entry = Buffer.from([16, 16, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0]);
  entry.writeUInt32LE(picture.length, 8);
  return Buffer.concat([header, entry, picture]);
}

/** What is left of a drawing, or why it was refused. */
async function draw(content: string, attributes = ''): Promise<string> {
  const source = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${content}</svg>`;
  return textOf(Buffer.from(source));
}
async function textOf(bytes: Uint8Array): Promise<string> {
  const reading = await readPicture(bytes);
  return 'refused' in reading ? `refused: ${reading.refused}` : Buffer.from(reading.bytes).toString();
}
const kept = (content: string): string => `<svg ${NAMESPACES}>${content}</svg>`;

describe('an SVG keeps', () => {
  test.each([
    '<defs><linearGradient id="a" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#fff"></stop></linearGradient></defs>',
    '<g fill="url(#a)" style="stroke:red"><path d="M0 0h1v1z"></path><use href="#a"></use></g>',
    '<style>.a{fill:#123456}\n@media (prefers-color-scheme: dark){.a{fill:#fff}}</style><path class="a" d="M0 0h1v1z"></path>',
    '<style>g &gt; path{fill:url(#a)}</style>',
    `<image width="1" height="1" xlink:href="${PNG_URL}"></image>`,
    `<image href="${PNG_URL}"></image>`,
    `<style>rect{mask-image:url(${PNG_URL})}</style>`,
    '<filter id="f"><feTurbulence baseFrequency="0.05" numOctaves="2"></feTurbulence></filter>',
    '<text x="1" transform="rotate(30)" xml:space="preserve"> a &amp; b &lt; c </text>',
    '<switch><g systemLanguage="en"></g></switch>',
    '<path aria-label="logo" data-name="Layer (1)" d="M0 0"></path>',
    '<style>@keyframes spin{to{transform:rotate(1turn)}}</style>',
  ])('as it stands %s', async (content) => {
    expect(await draw(content)).toBe(kept(content));
  });

  test('a style sheet in a CDATA section', async () => {
    expect(await draw('<style type="text/css"><![CDATA[g>path{fill:red}]]></style>')).toBe(
      kept('<style type="text/css">g&gt;path{fill:red}</style>'),
    );
  });

  test('what a link is around, and what a prefix names', async () => {
    expect(await draw('<a href="javascript:alert(1)"><path d="M0 0"/></a>')).toBe(
      kept('<g><path d="M0 0"></path></g>'),
    );
    const prefixed = '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0"/></s:svg>';
    expect(await textOf(Buffer.from(prefixed))).toBe(kept('<path d="M0 0"></path>'));
  });
});

describe('an SVG loses what draws nothing:', () => {
  test.each([
    '<script>alert(1)</script>',
    '<script xlink:href="https://evil.example/a.js"/>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>',
    '<SCRIPT>alert(1)</SCRIPT>',
    '<path onclick="alert(1)" d=""/>',
    '<path xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="click" d=""/>',
    '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
    '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
    '<n:namedview xmlns:n="http://sodipodi.example/" n:zoom="1"><n:grid/></n:namedview>',
    '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="https://evil.example"/>',
    '<iframe src="https://evil.example"/>',
    '<handler>alert(1)</handler>',
    '<foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/"><b xmlns="x"/></foreignObject>',
    '<?xml-stylesheet href="https://evil.example/a.css"?><!-- <script>alert(1)</script> -->',
  ])('%s', async (content) => {
    const drawn = await draw(content, 'onload="alert(1)"');
    expect(drawn.replaceAll('<path d=""></path>', '')).toBe(kept(''));
  });
});

describe('an SVG is refused in words for', () => {
  test.each([
    ['<image href="https://evil.example/pixel.png"/>', 'references an external image: https://evil.example/pixel.png'],
    ['<image href="//evil.example/pixel.png"/>', 'references an external image'],
    ['<image href="data:image/svg+xml;base64,AAAA"/>', 'references an external image'],
    ['<image href="data:text/html;base64,AAAA"/>', 'references an external image'],
    ['<image href="data:image/png;base64,AAAA"/>', 'An image in the SVG is damaged'],
    [`<image href="data:image/png;base64,${pngOf(30_000, 30_000).toString('base64')}"/>`, '30000 x 30000 pixels'],
    ['<use href="https://evil.example/a.svg#x"/>', '<use> references an external resource'],
    ['<use xlink:href="data:image/svg+xml;base64,AAAA"/>', '<use> references an external resource'],
    ['<textPath href="javascript:alert(1)"/>', 'external resource: javascript:alert(1)'],
    ['<g fill="url(https://evil.example/a)"/>', 'The attribute fill of <g> references an external resource'],
    ['<g style="fill:url( &quot;https://evil.example/a&quot;)"/>', 'The attribute style of <g> references'],
    [String.raw`<g style="fill:u\72l(https://evil.example/a)"/>`, 'unsupported function'],
    [String.raw`<g fill="u\72l(https://evil.example/a)"/>`, 'unsupported function'],
    ['<g mask="image-set(&quot;https://evil.example/a&quot; 1x)"/>', 'unsupported function'],
    ['<style>@import "https://evil.example/a.css";</style>', 'loads fonts or style sheets (@import)'],
    [String.raw`<style>@\69mport "https://evil.example/a.css";</style>`, 'an unsupported rule'],
    ['<style>@font-face{src:url(https://evil.example/a)}</style>', 'Convert text to paths'],
    ['<style>a{background:url(https://evil.example/a)}</style>', 'The <style> element references an external resource'],
    ['<style>a{background:url(data:text/html,x)}</style>', 'references an external image'],
    ['<style>a{--x:url(//evil.example)}</style>', 'external resource: //evil.example'],
    ['<style>a{width:expression(alert(1))}</style>', 'unsupported function'],
    ['<style>a{b:url("https://evil.example\n)}</style>', 'is invalid near'],
    ['<set attributeName="href" to="javascript:alert(1)"/>', 'Save it as a static image'],
    ['<animate attributeName="href" values="javascript:alert(1)"/>', 'Save it as a static image'],
    ['<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', 'Convert it to shapes'],
    ['<text>&x;</text>', 'not well-formed XML'],
    ['<g>', 'not well-formed XML'],
    [`${'<g>'.repeat(101)}${'</g>'.repeat(101)}`, 'nested more than 100 levels'],
    ['<g/>'.repeat(20_000), 'more than 20000 elements'],
  ])('%s', async (content, reason) => {
    expect(await draw(content)).toContain(`refused: `);
    expect(await draw(content)).toContain(reason);
  });

  test('entities of its own, which could expand without end', async () => {
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const source = `<!DOCTYPE svg [<!ENTITY l0 "ha">${laughs}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>`;
    expect(await textOf(Buffer.from(source))).toBe('refused: The SVG defines custom entities. Export it without them.');
    const outside = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg><text>&x;</text></svg>';
    expect(await textOf(Buffer.from(outside))).toContain('defines custom entities');
  });

  test('copies of copies of copies', async () => {
    const doubled = (index: number): string => `<g id="g${index}">${`<use href="#g${index - 1}"/>`.repeat(10)}</g>`;
    const levels = (count: number): string =>
      `<rect id="g0"/>${Array.from({ length: count }, (_, index) => doubled(index + 1)).join('')}`;
    expect(await draw(levels(2))).toContain('<use href="#g1"></use>');
    expect(await draw(levels(9))).toContain('reuses elements too often');
    const filled = Array.from(
      { length: 9 },
      (_, n) => `<pattern id="p${n + 1}">${`<rect fill="url(#p${n})"/>`.repeat(10)}</pattern>`,
    );
    expect(await draw(`<pattern id="p0"/>${filled.join('')}`)).toContain('reuses elements too often');
    const chain = Array.from({ length: 60 }, (_, n) => `<g id="c${n}"><use href="#c${n + 1}"/></g>`).join('');
    expect(await draw(chain)).toContain('too deeply');
    // Browsers do not draw what contains itself.
    expect(await draw('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')).toContain('<use href="#a">');
  });

  test('being compressed', async () => {
    expect(await textOf(gzipSync('<svg/>'))).toBe('refused: The file is compressed (SVGZ). Save it as plain SVG.');
  });
});

describe('an SVG is read', () => {
  const source = `<svg xmlns="http://www.w3.org/2000/svg"><title>Müller</title></svg>`;
  const expected = kept('<title>Müller</title>');
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
  test.each([
    ['UTF-8', Buffer.from(source)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${source}`)],
    ['UTF-16, little-endian', Buffer.from(`\uFEFF${source}`, 'utf16le')],
    ['UTF-16, big-endian', utf16be(`\uFEFF${source}`)],
    ['UTF-16 without a byte order mark', Buffer.from(source, 'utf16le')],
    ['Latin-1', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${source}`, 'latin1')],
  ])('in %s', async (_, bytes) => {
    expect(await textOf(bytes)).toBe(expected);
  });

  test('as one document that begins and ends as such', async () => {
    for (const source of ['', 'text', '<p>Hello</p>', 'text<svg/>', '<html><p>Hello</p><svg/></html>']) {
      expect([source, await readPicture(Buffer.from(source))]).toEqual([
        source,
        expect.objectContaining({ about: 'format' }),
      ]);
    }
    expect(await textOf(Buffer.from('<svg/>text'))).toContain('not well-formed');
    expect(await textOf(Buffer.from('<svg/>'))).toBe(kept(''));
  });
});

describe('other pictures', () => {
  test('are stored as they are, up to a size that browsers can show', async () => {
    expect(await readPicture(PNG)).toEqual({ format: 'png', bytes: PNG });
    expect(await readPicture(icoOf(PNG))).toMatchObject({ format: 'ico' });
    expect(await readPicture(pngOf(8_192, 8_192))).toMatchObject({ format: 'png' });
  });

  test.each([
    ['a PNG of 100 million pixels', pngOf(50_000, 2_000), '50000 x 2000 pixels'],
    ['an icon with such a PNG in it', icoOf(pngOf(20_000, 20_000)), '20000 x 20000 pixels'],
    ['an icon without a picture', Buffer.from([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 'damaged'],
    ['an icon that is cut off', icoOf(PNG).subarray(0, 60), 'incomplete'],
    ['a PNG without a size', pngOf(0, 0), 'damaged'],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xd9]), 'damaged'],
  ])('are refused: %s', async (_, bytes, reason) => {
    expect(await textOf(bytes)).toContain(reason);
  });

  test('of other kinds are not taken', async () => {
    for (const bytes of [GIF, Buffer.from('%PDF-1.7'), Buffer.from('PK\x03\x04')]) {
      expect(await readPicture(bytes)).toMatchObject({ about: 'format' });
    }
  });
});
