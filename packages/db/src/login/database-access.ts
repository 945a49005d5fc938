/** The two accounts that an installation has on its database. */
export interface DatabaseAccess {
  /** DATABASE_URL: what the product logs in with, which owns nothing and may do nothing but take one of its roles. */
  connectionString: string;
  /** DATABASE_OWNER_URL: the same database for the account that owns the tables; for migrations and operators only. */
  ownerUrl: string;
}
