import type { Database } from '@leadlock/db/client';
import {
  BinaryOperationNode,
  ColumnNode,
  OperationNodeTransformer,
  OperatorNode,
  ReferenceNode,
  ValueNode,
  type KyselyPlugin,
  type OperationNode,
  type QueryId,
} from 'kysely';

const TENANT_COLUMNS = new Set(['tenant_id', 'user_tenant_id', 'sub_account_id', 'parent_tenant_id']);

const isTenantColumn = (node: OperationNode): boolean =>
  ReferenceNode.is(node) && ColumnNode.is(node.column) && TENANT_COLUMNS.has(node.column.column.name);

/** Turns `tenant_id = <value>` into a condition that always holds; conditions between columns stay. */
class TenantConditionRemover extends OperationNodeTransformer {
  protected override transformBinaryOperation(node: BinaryOperationNode, queryId?: QueryId): BinaryOperationNode {
    const isAboutTenant = isTenantColumn(node.leftOperand) && ValueNode.is(node.rightOperand);
    if (!isAboutTenant) return super.transformBinaryOperation(node, queryId);
    return BinaryOperationNode.create(
      ValueNode.createImmediate(1),
      OperatorNode.create('='),
      ValueNode.createImmediate(1),
    );
  }
}

const remover = new TenantConditionRemover();

/** Removes from every query what a careless author might forget: the condition that names the tenant. */
const forgetTenant: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => remover.transformNode(node, queryId),
  transformResult: ({ result }) => Promise.resolve(result),
};

/** A database whose tenant queries all forget their tenant; only row-level security is left. */
export const forgetful = (database: Database): Database => ({
  ...database,
  tenant: (tenantId) => database.tenant(tenantId).withPlugin(forgetTenant),
});
