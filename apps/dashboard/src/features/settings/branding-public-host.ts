const PRIVATE = [
  // Names without a dot, and those of this machine or this network.
  /^[^.:]*$/,
  /\.(?:localhost|local|internal|lan|home\.arpa)$/,
  /^(?:0|10|127)(?:\.\d+){3}$/,
  /^192\.168(?:\.\d+){2}$/,
  /^169\.254(?:\.\d+){2}$/,
  /^172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}$/,
  /^\[?(?:::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]?$/,
];

/** Whether other people's domains can lead to a host: names and addresses of a machine or its network mean another one elsewhere. */
export const isPublicHost = (host: string): boolean => !PRIVATE.some((pattern) => pattern.test(host.toLowerCase()));
