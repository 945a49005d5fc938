const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What draws, and can neither run nor fetch anything once its references are checked. */
export const DRAWN = words(
  'svg g defs symbol use switch title desc style path rect circle ellipse line polyline polygon text tspan textPath image ' +
    'linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer ' +
    'feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA ' +
    'feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight ' +
    'feSpecularLighting feSpotLight feTile feTurbulence',
);

/** What moves the picture: it may also change references after they were checked. */
export const ANIMATED = words('animate animateColor animateMotion animateTransform discard set');

/** What may stand on any element, beside `data-…` and `aria-…`. Scripts of the kind `on…` are not among them. */
export const ATTRIBUTES = words(
  'id class style lang role media type x y x1 x2 y1 y2 z cx cy r rx ry fx fy fr dx dy d points width height viewBox ' +
    'preserveAspectRatio version transform transform-origin pathLength rotate method spacing side fill fill-opacity ' +
    'fill-rule clip clip-path clip-rule clipPathUnits mask mask-type filter stroke stroke-width stroke-opacity ' +
    'stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display ' +
    'visibility overflow vector-effect paint-order offset stop-color stop-opacity gradientUnits gradientTransform ' +
    'spreadMethod patternUnits patternContentUnits patternTransform maskUnits maskContentUnits markerUnits markerWidth ' +
    'markerHeight refX refY orient marker marker-start marker-mid marker-end in in2 result mode values stdDeviation ' +
    'flood-color flood-opacity lighting-color operator k1 k2 k3 k4 slope intercept amplitude exponent tableValues order ' +
    'kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha surfaceScale diffuseConstant specularConstant ' +
    'specularExponent kernelUnitLength azimuth elevation pointsAtX pointsAtY pointsAtZ limitingConeAngle scale ' +
    'xChannelSelector yChannelSelector baseFrequency numOctaves seed stitchTiles radius filterUnits primitiveUnits ' +
    'color-interpolation color-interpolation-filters color-rendering shape-rendering text-rendering image-rendering ' +
    'font font-family font-size font-size-adjust font-weight font-style font-stretch font-variant text-anchor ' +
    'text-decoration text-transform letter-spacing word-spacing white-space writing-mode direction unicode-bidi ' +
    'dominant-baseline alignment-baseline baseline-shift glyph-orientation-vertical glyph-orientation-horizontal ' +
    'textLength lengthAdjust startOffset enable-background mix-blend-mode isolation requiredFeatures requiredExtensions ' +
    'systemLanguage',
);
