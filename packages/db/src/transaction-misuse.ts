/** Work was given to a transaction, or left in it, after its end. What is wrong is our own code: no repetition helps. */
export class TransactionMisuse extends Error {
  override name = 'TransactionMisuse';
}

export const transactionHasEnded = (): TransactionMisuse =>
  new TransactionMisuse('This transaction has ended: await all its queries before returning');

export const transactionStillWorks = (): TransactionMisuse =>
  new TransactionMisuse('The transaction was rolled back because a query was still running when it returned; await it');
