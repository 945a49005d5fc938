export {
  CreateSubAccountRequest,
  SuspendSubAccountRequest,
  SubAccountInvite,
  UpdateSubAccountRequest,
} from '@leadlock/agency/sub-accounts/schemas';
