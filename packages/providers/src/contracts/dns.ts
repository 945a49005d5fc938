/** The domain name system. */
export interface Dns {
  /** The texts of a name's TXT records; none where there is no such name. @throws ProviderError when nobody answers */
  findTxt(name: string): Promise<string[]>;
}
