/** Under whose name and looks an email goes out. */
export interface EmailBrand {
  name: string;
  /** An absolute address; null shows the name instead. */
  logoUrl: string | null;
  /** Of the button, as `#rrggbb`. Whatever is no such color counts as none. */
  color: string | null;
}

/** As in the dashboard. */
export const PRODUCT_COLOR = '#0b6e5f';

export const PRODUCT_BRAND: EmailBrand = { name: 'Leadlock', logoUrl: null, color: PRODUCT_COLOR };
