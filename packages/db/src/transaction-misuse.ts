/** Work was given to a transaction, or left in it, after its end. What is wrong is our own code: no repetition helps. */
export class TransactionMisuse extends Error {
  override name = 'TransactionMisuse';
}

export const transactionHasEnded = (): TransactionMisuse =>
  new TransactionMisuse('This transaction has ended: await what belongs to it before its work returns');

export const transactionStillWorks = (): TransactionMisuse =>
  new TransactionMisuse('The transaction was undone: its work had returned while a query of it still ran; await it');
