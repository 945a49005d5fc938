import sanitizeHtml from 'sanitize-html';

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

/** What draws. No scripts, no style sheets, no animation, no foreign content, nothing that fetches. */
const ELEMENTS = (
  'svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath ' +
  'linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer ' +
  'feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset'
).split(' ');

const ATTRIBUTES = (
  'id class style x y x1 x2 y1 y2 cx cy r rx ry fx fy dx dy d points width height viewBox preserveAspectRatio version ' +
  'transform fill fill-opacity fill-rule clip-path clip-rule mask filter stroke stroke-width stroke-opacity ' +
  'stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display ' +
  'visibility vector-effect paint-order offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod ' +
  'patternUnits patternContentUnits patternTransform maskUnits maskContentUnits clipPathUnits markerUnits ' +
  'markerWidth markerHeight refX refY orient marker-start marker-mid marker-end in in2 result mode type values ' +
  'stdDeviation flood-color flood-opacity operator k1 k2 k3 k4 slope intercept amplitude exponent tableValues ' +
  'filterUnits primitiveUnits color-interpolation-filters font-family font-size font-weight font-style text-anchor ' +
  'letter-spacing word-spacing dominant-baseline textLength lengthAdjust startOffset href xlink:href xml:space'
).split(' ');

/** References stay within the picture; a backslash could hide one that does not. */
const isHarmless = (name: string, value: string): boolean => {
  if (name === 'href' || name === 'xlink:href') return value.startsWith('#');
  if (value.includes('\\')) return false;
  return !/url\s*\(\s*(?!['"]?#)|@import|image-set|expression/i.test(value);
};

const clean = (attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name, value]) => isHarmless(name, value)));

/** What may stand before the drawing: declarations, comments, and a document type with its entities. */
const PROLOG = /^\uFEFF?(?:\s|<\?[^>]*>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(?:\[[^\]]*\]\s*)?>)*/;

/** The drawing in an SVG document and nothing else of it, or null for what is no SVG. */
export function sanitizeSvg(source: string): string | null {
  const cleaned = sanitizeHtml(source.replace(PROLOG, ''), {
    parser: { xmlMode: true, lowerCaseTags: false, lowerCaseAttributeNames: false },
    allowedTags: ELEMENTS,
    allowedAttributes: { '*': ATTRIBUTES, svg: [...ATTRIBUTES, 'xmlns', 'xmlns:xlink'] },
    nonTextTags: ['script', 'style', 'foreignObject', 'metadata'],
    parseStyleAttributes: false,
    transformTags: {
      '*': (tagName, attributes) => ({ tagName, attribs: clean(attributes) }),
      svg: (tagName, attributes) => ({
        tagName,
        attribs: { ...clean(attributes), xmlns: SVG_NAMESPACE, 'xmlns:xlink': 'http://www.w3.org/1999/xlink' },
      }),
    },
  }).trim();
  return cleaned.startsWith('<svg ') && cleaned.endsWith('</svg>') ? cleaned : null;
}
