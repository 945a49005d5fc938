import { publicProcedure, router, tenantProcedure, userProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { requireSession } from './authentication.ts';
import { authExample, contextExample, HASHING_BUSY, meExample } from './examples.ts';
import { getAuthContext } from './get-auth-context.ts';
import { getMe } from './get-me.ts';
import { login } from './login.ts';
import { throttleLogin } from './login-throttle.ts';
import { logoutAll } from './logout-all.ts';
import { logout } from './logout.ts';
import { refresh } from './refresh.ts';
import {
  AuthContextResponse,
  AuthResponse,
  LoginRequest,
  LogoutResponse,
  MeResponse,
  RefreshTokenRequest,
  SignupExtras,
  SignupRequest,
} from './schemas.ts';
import { signup } from './signup.ts';
import { hasAddressToThemselves } from './users-by-address.ts';

const tag = 'Auth';
/** As long as a refresh token can bring the session back: who comes late to log out must still end it. */
const LOGOUT_AFTER_EXPIRY_SECONDS = 30 * 24 * 60 * 60;

export const authRouter = router({
  signup: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/signup',
        tag,
        summary: 'Sign up',
        description:
          'Creates a tenant (direct or agency) with the caller as its owner, starts the plan’s trial, and returns tokens, so no separate login is needed. The company name becomes a unique slug. A verification email follows. Until the address is verified, the account cannot invite people or create API keys. If the email address already has an account, the response is the same and its owner is notified.',
        example: {
          request: {
            email: 'dana@brightsmile.example',
            password: 'correct horse battery',
            company_name: 'Bright Smile Dental',
            account_type: 'direct',
            tos_accepted: true,
          },
          response: authExample,
        },
        headers: { timezone: 'X-Time-Zone' },
        rpcOnly: ['full_name'],
        rateLimit: 'auth',
        errors: { 503: HASHING_BUSY },
      }),
    )
    .input(SignupRequest)
    .input(SignupExtras)
    .output(AuthResponse)
    .mutation(({ ctx, input }) => signup(ctx.system, input)),
  login: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/login',
        tag,
        summary: 'Log in',
        description:
          'Starts a session with an email address and a password. A wrong password and an unknown address return the same error. After ten failed attempts in a row for an address, from any network, each further attempt is delayed, up to 15 minutes. Networks the account has logged in from before are counted separately, and resetting the password clears the delay.',
        example: {
          request: { email: 'dana@brightsmile.example', password: 'correct horse battery' },
          response: authExample,
        },
        rateLimit: 'auth',
        errors: { 401: 'Invalid credentials.', 403: 'The user is disabled.', 503: HASHING_BUSY },
      }),
    )
    .input(LoginRequest)
    .output(AuthResponse)
    .mutation(({ ctx, input }) =>
      throttleLogin(
        ctx.system,
        { email: input.email, ip: ctx.request.ip },
        () => login(ctx.system, input),
        ({ user }) => hasAddressToThemselves(ctx.system.db, user.id),
      ),
    ),
  refresh: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/refresh',
        tag,
        summary: 'Refresh the tokens',
        description:
          'Exchanges a refresh token for a new access token and refresh token. Each refresh token works once. Reuse within ten seconds returns an error, for example from a second tab; later reuse ends the session, because the token may have been stolen.',
        example: {
          request: { refresh_token: 'Yk3Q0mV5o8c1Zr7TnW2xA9uBhLd4EsJfPq6Gi0KvMxs' },
          response: authExample,
        },
        rateLimit: 'auth',
        errors: { 401: 'The refresh token is unknown, used, revoked or expired.' },
      }),
    )
    .input(RefreshTokenRequest)
    .output(AuthResponse)
    .mutation(({ ctx, input }) => refresh(ctx.system, input)),
  logout: userProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/logout',
        whenInactive: 'own',
        tag,
        summary: 'Log out',
        description:
          'Ends the session of the access token and revokes its tokens immediately. The token may have expired up to 30 days ago. Sessions on other devices stay active.',
        example: { response: { message: 'Logged out' } },
        afterExpirySeconds: LOGOUT_AFTER_EXPIRY_SECONDS,
      }),
    )
    .output(LogoutResponse)
    .mutation(async ({ ctx }) => {
      await logout(ctx.system, requireSession(ctx.system, ctx.request, LOGOUT_AFTER_EXPIRY_SECONDS));
      return { message: 'Logged out' };
    }),
  logoutAll: userProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/logout-all',
        whenInactive: 'own',
        tag,
        summary: 'Log out everywhere',
        description:
          'Ends all sessions of the user on all devices and revokes their access and refresh tokens immediately. API keys stay active.',
        example: { response: { message: 'Logged out everywhere' } },
      }),
    )
    .output(LogoutResponse)
    .mutation(async ({ ctx }) => {
      await logoutAll(ctx.system, { tenantId: ctx.principal.tenantId, userId: ctx.user.userId });
      return { message: 'Logged out everywhere' };
    }),
  me: userProcedure
    .meta(
      op({
        method: 'GET',
        path: '/auth/me',
        tag,
        summary: 'Get the current user',
        description: 'The user the access token belongs to, and their own tenant with its plan and limits.',
        example: { response: meExample },
      }),
    )
    .output(MeResponse)
    .query(({ ctx }) => getMe(ctx.system, ctx.principal.tenantId, ctx.user.userId)),
  context: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/auth/context',
        tag,
        summary: 'Get the tenant context',
        description:
          'The tenant that requests with these headers act on, the active sub-accounts an agency user can name in `X-Sub-Account-Id`, and whether the caller has verified their email address.',
        example: { response: contextExample },
      }),
    )
    .output(AuthContextResponse)
    .query(({ ctx }) => getAuthContext(ctx.tenantContext, ctx.principal)),
});
