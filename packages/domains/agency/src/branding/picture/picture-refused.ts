/** A picture that is not taken. The message tells its sender what to change. */
export class PictureRefused extends Error {
  override name = 'PictureRefused';
  /** `format`: it is of another kind than those that are taken. `content`: something in it is not taken. */
  readonly about: 'format' | 'content';

  constructor(message: string, about: 'format' | 'content' = 'content') {
    super(message);
    this.about = about;
  }
}
